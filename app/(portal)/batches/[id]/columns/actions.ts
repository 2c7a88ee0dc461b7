"use server";

import type { Route } from "next";
import { redirect } from "next/navigation";
import { z } from "zod";
import { answerFields, answersOf } from "@/app/(portal)/_columns/answers";
import { chooseColumns, mappingName } from "@/lib/batches/mapping/mutations";
import { chooseSheet } from "@/lib/batches/mapping/sheets";
import { previewColumns } from "@/lib/batches/mapping/preview";
import { adminAction } from "@/lib/web/action";

const fields = z.object({
  batchId: z.uuid("This batch does not exist."),
  ...answerFields,
  remember: z.literal("on").optional(),
  name: z.string().optional(),
});

/** Says how the first rows would be read; changes nothing. */
export const preview = adminAction(
  fields,
  async (actor, sent) => ({
    message: "The first rows have been read.",
    value: await previewColumns(actor, sent.batchId, answersOf(sent)),
  }),
  { reads: true },
);

/** Says which sheet of a workbook is read, and leads to the batch, whose rows are then checked. */
export const readSheet = adminAction(
  z.object({ batchId: z.uuid("This batch does not exist."), sheet: z.string().max(255) }),
  async (actor, { batchId, sheet }) => {
    await chooseSheet(actor, batchId, sheet);
    redirect(`/batches/${batchId}` as Route);
  },
);

/** Says what the columns are, and leads to the batch, whose rows are then checked. */
export const choose = adminAction(
  fields.superRefine(({ remember, name }, context) => {
    const problem = remember ? mappingName.safeParse(name ?? "").error?.issues[0]?.message : undefined;
    if (problem) context.addIssue({ code: "custom", path: ["name"], message: problem });
  }),
  async (actor, sent) => {
    await chooseColumns(actor, sent.batchId, answersOf(sent), sent.remember ? (sent.name ?? "") : null);
    redirect(`/batches/${sent.batchId}` as Route);
  },
);
