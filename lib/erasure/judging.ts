import { sql, type SQL } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { counted } from "@/lib/plain-words";
import { hasAddress } from "./personal";

/** What is there of a person, and why they cannot be erased yet. */
export type Found = {
  payoutIds: string[];
  names: string[];
  emails: number;
  notes: number;
  refusedRows: number;
  /** What happened and what to do next; null when they can be erased. */
  refusal: string | null;
};

type Counts = Omit<Found, "payoutIds" | "names" | "refusal"> & {
  open: number;
  waitingRows: number;
  /** When the wait is over, as a day of the organization's zone; null when it is. */
  waitsUntil: string | null;
};

/**
 * SQL for a `with recursive`: `theirs` has the id of each payout of a person that is not erased: those that go to the
 * address, those that replaced them, and those that they replaced.
 */
const theirPayouts = (organizationId: string, address: string): SQL => sql`theirs as (
  select p.id, p.reissue_of from payouts p
  where p.organization_id = ${organizationId}::uuid and lower(p.recipient_email) = ${address} and p.erasure_id is null
  union
  select p.id, p.reissue_of from theirs t, payouts p
  where p.organization_id = ${organizationId}::uuid and (p.reissue_of = t.id or p.id = t.reissue_of) and p.erasure_id is null)`;

/** Looks for a person in one organization. @param address lower-cased */
export async function judge(executor: Executor, organizationId: string, address: string): Promise<Found> {
  const rows = await executor.execute<{ id: string; name: string }>(sql`
    with recursive ${theirPayouts(organizationId, address)}
    select p.id, p.recipient_name as name from theirs t, payouts p
    where p.organization_id = ${organizationId}::uuid and p.id = t.id order by p.id`);
  const payoutIds = rows.map(({ id }) => id);
  const [counts] = await executor.execute<Counts>(countsOf(organizationId, address, payoutIds));
  const { open, waitingRows, waitsUntil, ...told } = counts!;
  const refusal = refusalWords({ payouts: payoutIds.length, open, waitingRows, waitsUntil, ...told });
  return { ...told, payoutIds, names: [...new Set(rows.map(({ name }) => name))], refusal };
}

const countsOf = (organizationId: string, address: string, ids: readonly string[]) => {
  const own = sql`organization_id = ${organizationId}::uuid`;
  const theirs = sql`any(${sql.param([...ids])}::uuid[])`;
  const payoutsThat = (condition: SQL) =>
    sql`(select count(*)::int from payouts p where p.${own} and p.id = ${theirs} and ${condition})`;
  const notClosedBefore = (moment: SQL) =>
    sql`not archive.is_closed(p.status, p.status_changed_at, p.archived_at, ${moment})`;
  return sql`
    select ${payoutsThat(notClosedBefore(sql`'infinity'`))} as open,
      (select count(*)::int from emails where ${own} and payout_id = ${theirs}) as emails,
      (select count(*)::int from notes where ${own} and payout_id = ${theirs} and text is not null) as notes,
      (select count(*)::int from refused_rows where ${own} and ${hasAddress(address)}) as "refusedRows",
      (select count(*)::int from refused_rows where ${own} and resolved_at is null and ${hasAddress(address)}) as "waitingRows",
      (select to_char((max(greatest(p.status_changed_at, p.archived_at)) + make_interval(days => o.erasure_wait_days)) at time zone o.time_zone, 'YYYY-MM-DD')
        from payouts p where p.${own} and p.id = ${theirs}
        having max(greatest(p.status_changed_at, p.archived_at)) + make_interval(days => o.erasure_wait_days) > now()) as "waitsUntil"
    from organizations o where o.id = ${organizationId}::uuid`;
};

type Refusable = Pick<Counts, "open" | "waitingRows" | "waitsUntil" | "refusedRows"> & { payouts: number };

function refusalWords({ payouts, refusedRows, open, waitingRows, waitsUntil }: Refusable): string | null {
  if (payouts === 0 && refusedRows === 0)
    return "No payout and no refused row has this address. Check how it is spelled; who was erased before is not found by it any more.";
  if (open > 0)
    return `${counted(open, "payout")} of this person can still be paid. Cancel or replace what is open, or wait until it has ended; then ask again.`;
  if (waitingRows > 0)
    return `${counted(waitingRows, "refused row")} with this address ${waitingRows === 1 ? "waits" : "wait"} for a repair. Repair or set aside what waits, then ask again.`;
  if (waitsUntil !== null)
    return `Their last payout ended too recently: this organization keeps personal data until ${waitsUntil}. Ask again then, or change “Wait before an erasure” under Settings.`;
  return null;
}
