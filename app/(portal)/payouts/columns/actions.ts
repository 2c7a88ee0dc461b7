"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { userAction } from "@/lib/web/action";
import { hrefOfQuery, queryToKeep, readQuery } from "@/lib/views/address";
import { hideables } from "@/lib/views/look/columns";
import { keepListLook } from "@/lib/views/look/mutations";

/** A box that is not checked is not sent. */
const boxes = Object.fromEntries(hideables.map((column) => [column, z.literal("on").optional()]));

const form = z.object({
  query: z.string().max(4_000).default(""),
  density: z.enum(["roomy", "compact"], "Choose how close rows stand."),
  ...boxes,
});

/** Leads back to the list. */
export const keepLook = userAction(form, async (actor, { query, density, ...shown }) => {
  const hidden = hideables.filter((column) => (shown as Partial<Record<string, string>>)[column] === undefined);
  await keepListLook(actor, { hidden, compact: density === "compact" });
  const read = readQuery(query);
  redirect(hrefOfQuery(read.ok ? queryToKeep(read.value) : ""));
});
