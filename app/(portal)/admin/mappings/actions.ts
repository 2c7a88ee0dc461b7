"use server";

import { z } from "zod";
import { deleteMapping, mappingName, renameMapping } from "@/lib/batches/mapping/mutations";
import { adminAction } from "@/lib/web/action";

const mappingId = z.string();

/** Gives a remembered mapping another name. */
export const rename = adminAction(
  z.object({ mappingId, name: mappingName }),
  async (actor, { mappingId: id, name }) => ({
    message: `The mapping is called “${await renameMapping(actor, id, name)}” now.`,
  }),
  { keep: ["name"] },
);

/** Forgets a mapping. */
export const remove = adminAction(z.object({ mappingId }), async (actor, { mappingId: id }) => ({
  message: `“${await deleteMapping(actor, id)}” was deleted. Later files with its columns are asked about.`,
}));
