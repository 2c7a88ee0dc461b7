import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import type { Actor } from "@/lib/actor";
import type { Payout } from "@/lib/payouts/queries";
import { transitionTable } from "@/lib/payouts/transitions";

/** What an accountant asks of a payout beside what it keeps itself. */
type Accounting = {
  /** The name of its batch's file. */
  batchFile: string | null;
  /** When the recipient chose how to be paid. */
  submittedAt: Date | null;
  /** Of the latest payment attempt: the method with the last digits of the account, and the provider's name for it. */
  paidTo: string | null;
  providerReference: string | null;
  canceledBy: string | null;
  cancelReason: string | null;
};

const nothing: Accounting = {
  batchFile: null,
  submittedAt: null,
  paidTo: null,
  providerReference: null,
  canceledBy: null,
  cancelReason: null,
};

/** The same payouts with what an accountant asks of each, in one statement for all of them. */
export async function withAccounting(
  actor: Actor,
  payouts: readonly Payout[],
): Promise<(Payout & { accounting: Accounting })[]> {
  const rows = await db.execute<Omit<Accounting, "submittedAt"> & { id: string; submittedAt: string | null }>(sql`
    select p.id, b.file_name as "batchFile", first.created_at as "submittedAt", latest.masked_details as "paidTo",
      latest.provider_reference as "providerReference", u.name as "canceledBy", canceled.reason as "cancelReason"
    from payouts p
    left join batches b on b.organization_id = p.organization_id and b.id = p.batch_id
    left join payout_attempts first on first.organization_id = p.organization_id and first.payout_id = p.id and first.number = 1
    left join lateral (
      select masked_details, provider_reference from payout_attempts a
      where a.organization_id = p.organization_id and a.payout_id = p.id order by a.number desc limit 1) latest on true
    left join lateral (
      select reason, actor_user_id from events e
      where e.organization_id = p.organization_id and e.payout_id = p.id and e.name = ${transitionTable.cancel.event}
        and p.status = ${transitionTable.cancel.to}::payout_status limit 1) canceled on true
    left join users u on u.organization_id = p.organization_id and u.id = canceled.actor_user_id
    where p.organization_id = ${actor.organizationId} and p.id = any(${sql.param(payouts.map(({ id }) => id))}::uuid[])`);
  const known = new Map(
    rows.map(({ id, submittedAt, ...row }) => [
      id,
      { ...row, submittedAt: submittedAt ? new Date(submittedAt) : null },
    ]),
  );
  return payouts.map((payout) => ({ ...payout, accounting: known.get(payout.id) ?? nothing }));
}
