"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { userAction } from "@/lib/web/action";
import { hrefOfQuery } from "@/lib/views/address";
import { askForDigest, stopDigest } from "@/lib/views/digests/mutations";
import { rhythms, rhythmTable } from "@/lib/views/digests/rhythms";
import {
  chooseDefaultView,
  deleteView,
  renameView,
  saveView,
  shareView,
  updateView,
  viewName,
} from "@/lib/views/mutations";
import { getView } from "@/lib/views/queries";

const query = z.string().max(4_000);
const viewId = z.string();
const box = z
  .literal("on")
  .optional()
  .transform((on) => on === "on");

/** Leads back to the list that was saved. */
export const save = userAction(
  z.object({ name: viewName, query, shared: box }),
  async (actor, view) => {
    await saveView(actor, view);
    redirect(hrefOfQuery(view.query));
  },
  { keep: ["name"] },
);

/** Leads back to the list that the view now shows. */
export const update = userAction(z.object({ viewId, query }), async (actor, { viewId: id, query: list }) => {
  await updateView(actor, id, list);
  redirect(hrefOfQuery(list));
});

export const rename = userAction(
  z.object({ viewId, name: viewName }),
  async (actor, { viewId: id, name }) => ({
    message: `The view is called “${await renameView(actor, id, name)}” now.`,
  }),
  { keep: ["name"] },
);

export const share = userAction(z.object({ viewId }), async (actor, { viewId: id }) => ({
  message: `Everyone in your organization sees “${await shareView(actor, id)}” now.`,
}));

export const remove = userAction(z.object({ viewId }), async (actor, { viewId: id }) => {
  await deleteView(actor, id);
  redirect("/payouts/views");
});

export const makeDefault = userAction(z.object({ viewId }), async (actor, { viewId: id }) => {
  await chooseDefaultView(actor, id);
  return { message: `“Payouts” in the navigation now opens “${(await getView(actor, id)).name}”.` };
});

export const askForEmail = userAction(z.object({ viewId, rhythm: z.enum(rhythms) }), async (actor, asked) => {
  const name = await askForDigest(actor, asked.viewId, asked.rhythm);
  return { message: `You get “${name}” by email ${rhythmTable[asked.rhythm].within} now.` };
});

export const stopEmail = userAction(z.object({ viewId }), async (actor, { viewId: id }) => ({
  message: `You do not get “${await stopDigest(actor, id)}” by email any more.`,
}));

export const clearDefault = userAction(z.object({}), async (actor) => {
  await chooseDefaultView(actor, null);
  return { message: "“Payouts” in the navigation now opens all payouts." };
});
