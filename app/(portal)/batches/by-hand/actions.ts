"use server";

import type { Route } from "next";
import { redirect } from "next/navigation";
import { z } from "zod";
import { adminAction } from "@/lib/web/action";
import { writeByHand } from "@/lib/batches/by-hand";
import { DomainError } from "@/lib/errors";
import { columnNames, type ColumnName } from "@/lib/payouts/fields/table";

const cell = z.string().max(1_000, "This is too long.").optional();
const row = z.object(Object.fromEntries(columnNames.map((name) => [name, cell])) as Record<ColumnName, typeof cell>);

/** Leads to the review of the batch of one row; its problems, if there are any, stand beside the fields. */
export const createByHand = adminAction(
  row,
  async (actor, values) => {
    const written = await writeByHand(actor, values);
    if ("batch" in written) redirect(`/batches/${written.batch.id}` as Route);
    const said = written.faults.map(({ column, message, suggestion }) => ({
      column,
      text: `${message} ${suggestion}`,
    }));
    const problems = Object.fromEntries(said.map(({ column, text }) => [column ?? "reference", text]));
    throw new DomainError("invalid", said.map(({ text }) => text).join(" "), undefined, problems);
  },
  { keep: columnNames },
);
