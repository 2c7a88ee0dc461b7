"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { DomainError } from "@/lib/errors";
import { incomingText } from "@/lib/incoming-text";
import { searchParamsIn } from "@/lib/lists/params";
import { parseListView } from "@/lib/payouts/list/view";
import { readForm } from "@/lib/payouts/fields/form";
import { currentMoment } from "@/lib/moment";
import { prepareRun as keepDraft, startRun as start, stopRun as stop } from "@/lib/runs/mutations";
import { runHref } from "@/lib/runs/results-view";
import { runActions } from "@/lib/runs/table";
import { adminAction } from "@/lib/web/action";
import { counted } from "@/app/(portal)/_ui/figures";

const payoutId = z.uuid("This payout does not exist.");
const choice = z.object({
  action: z.enum(runActions, "Choose what to do with the payouts."),
  payout: z.union([payoutId.transform((id) => [id]), z.array(payoutId)]).optional(),
  /** The query string of a list; its order and place do not matter. */
  filter: z.string().max(2_000, "This list cannot be read.").optional(),
});

/** @throws DomainError `invalid` naming what of it is not understood: it would be a longer list */
function listOf(query: string) {
  const view = parseListView(searchParamsIn(query));
  if (view.ok) return view.value.filter;
  const [{ param, message }] = view.problems as [(typeof view.problems)[number]];
  throw new DomainError("invalid", `This list cannot be read: “${param}” ${message}.`, "filter");
}

/** Keeps which payouts a run is about, and leads to its preview. Nothing is done before an admin confirms there. */
export const prepareRun = adminAction(choice, async (actor, { action, payout, filter }) => {
  const chosen = filter === undefined ? { payoutIds: payout ?? [] } : { filter: listOf(filter) };
  redirect(runHref(await keepDraft(actor, action, chosen, await currentMoment(actor))));
});

const runId = z.uuid("This run does not exist.");
const prose = { joiners: true, lineBreaks: true };
const reason = incomingText(z.string().max(500, "Use at most 500 characters."), prose);

/** Starts a prepared run. Pressed again, it starts nothing twice. */
export const startRun = adminAction(
  z.object({
    runId,
    acts: z.coerce.number(),
    count: z.string().max(20).optional(),
    reason: reason.optional(),
    expires_at: z.string().max(100, "This is too long.").optional(),
  }),
  async (actor, { runId: id, acts, count, reason: why, expires_at }) => {
    const { expiresAt } = expires_at ? readForm({ expires_at }, await currentMoment(actor)) : {};
    const started = await start(actor, id, { acts, typed: count, reason: why, expiresAt: expiresAt ?? undefined });
    return { message: started ? "The run has started. You can leave this page." : "This run was started before." };
  },
  { keep: ["count", "reason", "expires_at"] },
);

/** Stops a run that is under way; what is done stays done. */
export const stopRun = adminAction(z.object({ runId }), async (actor, input) => {
  const { doneCount } = await stop(actor, input.runId);
  return { message: `Stopped. ${counted(doneCount, "payout")} done; the rest stays as it is.` };
});
