"use server";

import type { Route } from "next";
import { redirect } from "next/navigation";
import { z } from "zod";
import { maxColumns } from "@/lib/batches/file-format/limits";
import { dateForms } from "@/lib/batches/file-format/mapping/date-form";
import { decimalMarks } from "@/lib/batches/file-format/mapping/decimal-mark";
import { roles, type Answers } from "@/lib/batches/file-format/mapping/roles";
import { chooseColumns, mappingName } from "@/lib/batches/mapping/mutations";
import { previewColumns } from "@/lib/batches/mapping/preview";
import { incomingText } from "@/lib/incoming-text";
import { adminAction } from "@/lib/web/action";

const role = z.enum([...roles, "none"], { error: "Choose again what this column is." });
const box = z
  .literal("on")
  .optional()
  .transform((on) => on === "on");
const constant = incomingText(z.string().max(40, "Use at most 40 characters.")).optional();
const orNone = <const Value extends string>(values: readonly Value[], error: string) =>
  z
    .enum([...values, ""], { error })
    .optional()
    .transform((value) => (value ? (value as Value) : null));

const fields = z.object({
  batchId: z.uuid("This batch does not exist."),
  headerLine: z
    .string()
    .regex(/^(?:none|[1-9]\d{0,8})$/, "Choose where the header stands.")
    .transform((line) => (line === "none" ? null : Number(line))),
  // A form with one column sends one value.
  role: z.preprocess((sent) => (Array.isArray(sent) ? sent : [sent]), z.array(role).max(maxColumns)),
  constantAmount: constant,
  constantCurrency: constant,
  constantExpiry: constant,
  nameFromAddress: box,
  keepsChosen: box,
  decimalMark: orNone(decimalMarks, "Choose what separates decimals."),
  dateForm: orNone(dateForms, "Choose how dates are written."),
  remember: box,
  name: z.string().optional(),
});

const answersOf = (sent: z.output<typeof fields>): Answers => ({
  headerLine: sent.headerLine,
  roles: sent.role.map((one) => (one === "none" ? null : one)),
  constants: {
    ...(sent.constantAmount && { amount: sent.constantAmount }),
    ...(sent.constantCurrency && { currency: sent.constantCurrency.toUpperCase() }),
    ...(sent.constantExpiry && { expires_at: sent.constantExpiry }),
  },
  nameFromAddress: sent.nameFromAddress,
  keepsChosen: sent.keepsChosen,
  decimalMark: sent.decimalMark,
  dateForm: sent.dateForm,
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
