import { and, sql, type SQL } from "drizzle-orm";
import {
  batchPayoutCounts,
  batchTotals,
  kindCounts,
  payoutCounts,
  payoutTotals,
  type KindCount,
} from "@/db/schema/payout_counts";
import { payoutDeltas } from "@/db/schema/payout_deltas";
import { payouts } from "@/db/schema/payouts";
import type { Actor } from "@/lib/actor";
import type { At } from "@/lib/moment";
import type { Evidence } from "@/lib/payouts/list/evidence";
import { evidenceMoves } from "@/lib/payouts/list/evidence-matching";
import { isOverdueAt } from "@/lib/payouts/as-of";
import { expiringStatus } from "@/lib/payouts/transitions";
import type { CountSource, TimeAxis } from "./counted";
import type { Piece } from "./pieces";
import { stretchesOf, stretchTable, type Stretch } from "./stretches";

/** `days`: when the days begin that are told apart, in their order. */
type Asked = {
  source: CountSource;
  byEvidence: boolean;
  byKind: boolean;
  days: readonly Date[] | null;
};

/** Payouts of one kind, as of a bucket; of batches whose payouts need not be told apart, status and `replaced` are null. */
export type KindRead = [...([KindCount[0], KindCount[1]] | [null, null]), ...CurrencyCount];
type CurrencyCount = [currency: string, count: number, amountMinor: string];
/**
 * What was read of a source (its place in the list): `kinds` with their numbers, which `minus` takes away. `day` is that
 * of the source's days, from 1; null where the source has none.
 */
export type RowRead = { source: number; day: number | null; evidence: Evidence; minus: boolean; kinds: KindRead[] };

/**
 * The counts of some sources as rows to be added up, see `RowRead`: whole buckets, what is not folded into them yet, and
 * the payouts of minutes that a stretch cuts. Together with pending payouts past their expiry, which count as expired, they
 * say the same as the payouts themselves at `at.now`. `names` is what the statement has to name before.
 *
 * A bucket is one row however many kinds it has, and is handed on as it is: to add up kinds here took three times as long
 * as to read them. What is no bucket may be thousands of rows, and comes added up.
 * The stretches of all sources are one table, and each kind of reading is one walk along it: a statement with a part for
 * each stretch took longer to begin than to run. `evidence` tells the payouts of those sources of expiries apart that ask
 * for it; of all others it says the same.
 * A day of a source has what lies in the day, if its days are those of `at.timeZone`; for what lies before the source in
 * its first day, or behind it in its last, there are rows that take it away again.
 */
export function countedRows(actor: Actor, sources: readonly Asked[], at: At): { names: SQL[]; rows: SQL } {
  const stretches = sources.flatMap(({ source }, index) =>
    "from" in source ? stretchesOf(source, at).map((one) => ({ ...one, source: index })) : [],
  );
  const batches = sources.flatMap(({ source }, index) =>
    source.axis === "batch" ? [sql`${batchesOf(index)} (id) as materialized (${source.batches})`] : [],
  );
  const single = [
    ...timeRows(actor, stretches),
    ...sources.flatMap(({ source, byKind }, index) => {
      if (source.axis === "all") return allRows(actor, index);
      return source.axis === "batch" ? (byKind ? batchRows : batchTotalRows)(actor, index) : [];
    }),
  ];
  const moved = sources.flatMap(({ source, byEvidence }, index) =>
    byEvidence && source.axis === "expires" ? evidenceRows(actor, index, source) : [],
  );
  const day = dayIn(sources);
  const rest = sql`
    select source, day, evidence, false as minus, ${kindCounts} as kinds
    from (
      select source, ${day} as day, evidence, status, replaced, ${byBytes} as currency, sum(count)::bigint as count, sum(amount_minor) as amount_minor
      from (select source, at, ${unmoved} as evidence, ${figures} from (${sql.join(single, union)}) as kept
        ${sql.join(moved.map((one) => sql`union all ${one}`))}) as told
      group by 1, 2, 3, 4, 5, 6) as summed
    where count <> 0 or amount_minor <> 0 group by source, day, evidence`;
  const buckets = sql`select source, ${day} as day, ${unmoved} as evidence, minus, kinds from (${bucketRows(actor)}) as bucket`;
  // The first day is read from where its source begins, which may be in the midst of the day.
  const innerDays = sources.flatMap(({ days }) => days?.slice(1) ?? []);
  return {
    names: [
      overduePayouts(actor, at),
      ...(stretches.length > 0 ? [stretchTable(actor, stretches, innerDays, at)] : []),
      ...batches,
    ],
    rows: stretches.length > 0 ? sql`${buckets} union all ${rest}` : rest,
  };
}

/** In which of the days of its source a row lies. What lies before the first one is taken away by other rows of the same day. */
function dayIn(sources: readonly Asked[]): SQL {
  const cases = sources.flatMap(({ days }, index) =>
    days
      ? [sql`when ${sql.raw(String(index))} then greatest(width_bucket(at, ${sql.param(days)}::timestamptz[]), 1)`]
      : [],
  );
  return cases.length > 0 ? sql`case source ${sql.join(cases, sql` `)} end` : sql`null::int`;
}

const union = sql` union all `;
const figures = sql`status, replaced, currency, count, amount_minor`;
/** What a pending payout counts as before those who have opened the link, or whose email bounced, are moved. */
const unmoved = sql.raw(`'${"never_opened" satisfies Evidence}'::text`);
const number = (source: number) => sql.raw(`${source}::int as source`);
const batchesOf = (source: number) => sql.raw(`batches_of_${source}`);
const oneEach = (sign: SQL) => sql`archived_at is not null, currency, ${sign}::bigint, ${sign} * amount_minor::numeric`;
const one = sql.raw("1");
const minusOne = sql.raw("-1");
// Written into the text, so that the partial index on pending payouts can serve it.
const pending = sql.raw(`'${expiringStatus.from}'`);
// In place of the column, so that the index has all that is read.
const isPending = sql`${pending}::payout_status as status`;
const expired = sql.raw(`'${expiringStatus.to}'::payout_status`);

const within = (column: SQL) => sql`${column} >= stretches.starts and ${column} < stretches.ends`;

/** With `offset`, each table is read stretch by stretch, by its index. */
const bucketRows = ({ organizationId }: Actor): SQL => sql`
  select source, at, minus, kinds from stretches cross join lateral (
    select at, kinds from ${payoutCounts}
    where organization_id = ${organizationId} and axis = stretches.axis and grain = stretches.grain and ${within(sql`at`)} offset 0) as kept
  where stretches.grain is not null`;

/** What is in no bucket, read in the same way. */
function timeRows({ organizationId }: Actor, stretches: readonly Stretch[]): SQL[] {
  const own = sql`organization_id = ${organizationId}`;
  const walk = (which: SQL, read: SQL) =>
    sql`select source, kept.* from stretches cross join lateral (${read} offset 0) as kept (at, ${figures}) where ${which}`;
  const singly = (axis: TimeAxis, read: SQL) =>
    walk(sql`stretches.read = 'payouts' and stretches.axis = ${sql.raw(`'${axis}'`)}`, read);
  const overdue = (moment: SQL, status: SQL, sign: SQL) =>
    sql`select source, ${moment}, ${status}, ${oneEach(sign)} from stretches join overdue on ${within(moment)} where stretches.read = 'overdue'`;
  const [changed, expires] = [sql`status_changed_at`, sql`expires_at`];
  const has = (axis: TimeAxis, arms: SQL[]) => (stretches.some((one) => one.axis === axis) ? arms : []);
  if (stretches.length === 0) return [];
  return [
    walk(
      sql`stretches.read = 'deltas'`,
      sql`select at, ${figures} from ${payoutDeltas} where ${own} and axis = stretches.axis and ${within(sql`at`)}`,
    ),
    ...has("changed", [
      singly(
        "changed",
        sql`select status_changed_at, status, ${oneEach(one)} from ${payouts} where ${own} and ${within(changed)}`,
      ),
      overdue(changed, sql`status`, minusOne),
      overdue(expires, expired, one),
    ]),
    ...has("expires", [
      singly(
        "expires",
        sql`select expires_at, ${isPending}, ${oneEach(one)} from ${payouts} where ${own} and status = ${pending} and ${within(expires)}`,
      ),
    ]),
  ];
}

function allRows({ organizationId }: Actor, source: number): SQL[] {
  const own = sql`organization_id = ${organizationId}`;
  const of = sql`${number(source)}, null::timestamptz as at`;
  return [
    sql`select ${of}, ${figures} from ${payoutTotals} where ${own}`,
    // Each payout has one place on this axis.
    sql`select ${of}, ${figures} from ${payoutDeltas} where axis = 'changed' and ${own}`,
    sql`select ${of}, moved.status, replaced, currency, moved.sign * count, moved.sign * amount_minor
      from (select archived_at is not null as replaced, currency, count(*) as count, sum(amount_minor) as amount_minor from overdue group by 1, 2) as late
      cross join (values (${pending}::payout_status, -1), (${expired}, 1)) as moved (status, sign)`,
  ];
}

// No order of a language is asked for: they may be some thousand rows, and are sorted to be added up.
const byBytes = sql.raw(`currency collate "C"`);

const ofBatches = (source: number) => sql`batch_id = any(array(select id from ${batchesOf(source)}))`;

function batchRows({ organizationId }: Actor, source: number): SQL[] {
  const ofBatch = ofBatches(source);
  const own = sql`organization_id = ${organizationId} and ${ofBatch}`;
  const of = sql`${number(source)}, null::timestamptz as at`;
  return [
    // Summed at once: some hundred batches have thousands of rows of few kinds.
    sql`select ${of}, status, replaced, ${byBytes}, sum(count)::bigint as count, sum(amount_minor) as amount_minor
      from ${batchPayoutCounts} where ${own} group by status, replaced, ${byBytes}`,
    sql`select ${of}, ${figures} from ${payoutDeltas} where axis = 'batch' and ${own}`,
    sql`select ${of}, status, ${oneEach(minusOne)} from overdue where ${ofBatch}`,
    sql`select ${of}, ${expired}, ${oneEach(one)} from overdue where ${ofBatch}`,
  ];
}

/** Of any kind: an expiry that nobody has written changes nothing. */
function batchTotalRows({ organizationId }: Actor, source: number): SQL[] {
  const own = sql`organization_id = ${organizationId} and ${ofBatches(source)}`;
  const totals = (from: SQL) =>
    sql`select ${number(source)}, null::timestamptz as at, null::payout_status as status, null::boolean as replaced, ${byBytes},
      sum(count)::bigint as count, sum(amount_minor) as amount_minor from ${from} group by ${byBytes}`;
  return [totals(sql`${batchTotals} where ${own}`), totals(sql`${payoutDeltas} where axis = 'batch' and ${own}`)];
}

/** Moves the payouts of each other evidence to it: an index has them, and they are few. */
const evidenceRows = (actor: Actor, source: number, { from, to }: Piece): SQL[] =>
  evidenceMoves(actor).map(
    ({
      evidence,
      condition,
    }) => sql`select ${number(source)}, expires_at, moved.evidence, ${isPending}, ${oneEach(sql`moved.sign`)} from ${payouts}
      cross join lateral (values (${unmoved}, -1), (${sql.raw(`'${evidence}'`)}, 1)) as moved (evidence, sign)
      where ${and(
        sql`organization_id = ${actor.organizationId}`,
        condition,
        sql`expires_at >= ${instant(from)}`,
        to ? sql`expires_at < ${instant(to)}` : undefined,
      )}`,
  );

const instant = (date: Date): SQL => sql`${date.toISOString()}::timestamptz`;

/** The payouts past their expiry that nobody has written as expired yet, read once for all sources of a statement. */
const overduePayouts = (actor: Actor, at: At): SQL =>
  sql`overdue as materialized (
    select ${isPending}, status_changed_at, expires_at, archived_at, batch_id, currency, amount_minor from ${payouts}
    where organization_id = ${actor.organizationId} and ${isOverdueAt(at.now)(payouts)})`;
