import { and, eq, gte, inArray, isNotNull, lte, sql, type SQL } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { payouts } from "@/db/schema/payouts";
import { runPayouts } from "@/db/schema/run_payouts";
import type { Actor } from "@/lib/actor";
import { followUpConditions } from "@/lib/follow-up/matching";
import { batchesWithErrorsIn } from "@/lib/ingest-errors/matching";
import { inWindow, matchingAll, type Conditions } from "@/lib/lists/conditions";
import type { At } from "@/lib/moment";
import { parseAmount } from "@/lib/money";
import { findByExtra, findPayouts, isFound, type Found } from "@/lib/payouts/search/found";
import { expiringStatus } from "@/lib/payouts/transitions";
import { hasEvidence } from "./evidence-matching";
import type { PayoutFilter } from "./filter";
import { kindConditions } from "./kinds";

const conditionsOf = (actor: Actor, found: Found | undefined): Conditions<PayoutFilter> => ({
  ...kindConditions({
    status: payouts.status,
    isReplaced: isNotNull(payouts.archivedAt),
    currency: payouts.currency,
  }),
  changed: (window, at) => inWindow(payouts.statusChangedAt, window, at),
  created: (window, at) => inWindow(payouts.createdAt, window, at),
  expires: (window, at) => and(eq(payouts.status, expiringStatus.from), inWindow(payouts.expiresAt, window, at)),
  evidence: (evidence) => hasEvidence(actor, evidence, payouts),
  expired: (window, at) => and(eq(payouts.status, expiringStatus.to), inWindow(payouts.statusChangedAt, window, at)),
  amount_min: (text, _, { currency }) => gte(payouts.amountMinor, minorUnits(text, currency)),
  amount_max: (text, _, { currency }) => lte(payouts.amountMinor, minorUnits(text, currency)),
  id: (ids) => inArray(payouts.id, ids),
  batch: (batch) => eq(payouts.batchId, batch),
  recipient: (payoutId) => isTo(actor, payoutId),
  batch_errors: (window, at) => sql`${payouts.batchId} = any(array(${batchesWithErrorsIn(actor, window, at)}))`,
  run: (run) => sql`exists (${touchedBy(actor, run)} and ${runPayouts.payoutId} = ${payouts.id})`,
  ...followUpConditions(actor, payouts),
  q: () => found?.text && isFound(actor, found.text),
  x: (x) => sql`${payouts.extra} @> ${JSON.stringify(x)}::text::jsonb`,
});

/** Whether a payout goes to the address of another one, in whichever case. Nothing does where there is none of that id. */
export const isTo = ({ organizationId }: Actor, payoutId: string): SQL =>
  sql`lower(${payouts.recipientEmail}) = (select lower(asked.recipient_email) from payouts as asked
    where asked.organization_id = ${organizationId} and asked.id = ${payoutId})`;

/** Selects the ids of the actor's payouts to the address of one of them. */
export const payoutsTo = (actor: Actor, payoutId: string): SQL =>
  sql`select ${payouts.id} from ${payouts} where ${payouts.organizationId} = ${actor.organizationId} and ${isTo(actor, payoutId)}`;

/** Selects the ids of the payouts with which a run has done something: 100,000 at most, by an index of the run's own. */
export const touchedBy = ({ organizationId }: Actor, run: string): SQL =>
  sql`select ${runPayouts.payoutId} from ${runPayouts}
    where ${runPayouts.organizationId} = ${organizationId} and ${runPayouts.runId} = ${run} and ${runPayouts.result} = 'done'`;

/**
 * What the search and the extra columns of a filter find, to be handed to `matching`: how a list is read depends on how
 * many that are.
 * @returns undefined for a filter with neither
 */
export async function searchOf(
  actor: Actor,
  { q, x }: PayoutFilter,
  executor: Executor = db,
): Promise<Found | undefined> {
  if (q === undefined && x === undefined) return undefined;
  return {
    ...(q !== undefined && { text: await findPayouts(actor, q, executor) }),
    ...(x !== undefined && { extra: await findByExtra(actor, x, executor) }),
  };
}

/**
 * The one function that turns a filter into SQL; to be used on `payoutsAt` of the same moment.
 * @param found what `searchOf` says of this filter
 * @throws Error for a filter with a search that was not looked up
 */
export const matching = (actor: Actor, filter: PayoutFilter, at: At, found?: Found): SQL | undefined =>
  matchingAll(conditionsOf(actor, found), filter, at);

/** @throws Error for an amount that `parsePayoutFilter` would have refused */
function minorUnits(text: string, currency: string | undefined): bigint {
  const parsed = currency === undefined ? undefined : parseAmount(text, currency);
  if (parsed === undefined || "problem" in parsed) throw new Error(`${text} is no amount of ${currency}`);
  return parsed.amountMinor;
}
