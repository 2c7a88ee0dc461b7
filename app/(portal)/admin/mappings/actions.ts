"use server";

import type { Route } from "next";
import { redirect } from "next/navigation";
import { z } from "zod";
import { answerFields, answersOf } from "@/app/(portal)/_columns/answers";
import { changeMapping, deleteMapping, mappingName } from "@/lib/batches/mapping/mutations";
import { adminAction } from "@/lib/web/action";

const mappingId = z.string();

/** Changes what a mapping is called and what its columns are, and leads to the list. */
export const change = adminAction(
  z.object({ mappingId, savedAt: z.coerce.date("Reload the page."), name: mappingName, ...answerFields }),
  async (actor, { mappingId: id, savedAt, name, ...sent }) => {
    await changeMapping(actor, id, { savedAt, name, answers: answersOf(sent) });
    redirect("/admin/mappings" as Route);
  },
);

/** Forgets a mapping. */
export const remove = adminAction(z.object({ mappingId }), async (actor, { mappingId: id }) => ({
  message: `“${await deleteMapping(actor, id)}” was deleted.`,
}));
