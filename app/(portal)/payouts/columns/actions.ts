"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { userAction } from "@/lib/web/action";
import { hrefOfQuery, queryToKeep, readQuery } from "@/lib/views/address";
import { extraColumns } from "@/lib/payouts/extra/queries";
import { hideables, mostOwnColumns } from "@/lib/views/look/columns";
import { keepListLook } from "@/lib/views/look/mutations";

/** A box that is not checked is not sent. */
const boxes = Object.fromEntries(hideables.map((column) => [column, z.literal("on").optional()]));

const form = z.object({
  query: z.string().max(4_000).default(""),
  extra: z
    .union([z.string(), z.array(z.string())])
    .default([])
    .transform((keys) => [keys].flat())
    .refine((keys) => keys.length <= mostOwnColumns, `Choose at most ${mostOwnColumns} of your own columns.`),
  density: z.enum(["roomy", "compact"], "Choose how close rows stand."),
  ...boxes,
});

/** Leads back to the list. */
export const keepLook = userAction(form, async (actor, { query, density, extra, ...shown }) => {
  const hidden = hideables.filter((column) => (shown as Partial<Record<string, string>>)[column] === undefined);
  const own = await extraColumns(actor);
  const known = extra.filter((key) => own.some((column) => column.key === key));
  await keepListLook(actor, { hidden, compact: density === "compact", extra: known });
  const read = readQuery(query);
  redirect(hrefOfQuery(read.ok ? queryToKeep(read.value) : ""));
});
