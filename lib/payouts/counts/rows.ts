import { and, sql, type SQL } from "drizzle-orm";
import { batchPayoutCounts, batchTotals, payoutCounts, payoutTotals } from "@/db/schema/payout_counts";
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

/** `series`: it is added up day by day, too. */
type Asked = {
  source: CountSource;
  byEvidence: boolean;
  byKind: boolean;
  series: { starts: readonly Date[] } | null;
};

/**
 * The counts of some sources as `rows` of `source` (its place in the list), `at`, `evidence`, `status`, `replaced`,
 * `currency`, `count` and `amount_minor`, to be added up: whole buckets, what is not folded into them yet, and the payouts
 * of minutes that a stretch cuts. Together with pending payouts past their expiry, which count as expired, they say the same
 * as the payouts themselves at `at.now`; of a source with `only`, what they say of other statuses is not whole.
 * `names` is what the statement has to name before.
 *
 * The stretches of all sources are one table, and each kind of reading is one walk along it: a statement with a part for
 * each stretch took longer to begin than to run. `evidence` tells the payouts of those sources of expiries apart that ask
 * for it; of all others it says the same. `status` and `replaced` are null for batches whose payouts need not be told apart.
 * @param at `at` of a row lies in the day of its payouts, if that is one of `at.timeZone`; for what lies before the source in
 * its first day, or behind it in its last, there are rows that take it away again
 */
export function countedRows(actor: Actor, sources: readonly Asked[], at: At): { names: SQL[]; rows: SQL } {
  const stretches = sources.flatMap(({ source }, index) =>
    "from" in source
      ? stretchesOf(source, at).map((one) => ({ ...one, source: index, only: source.only ?? null }))
      : [],
  );
  const batches = sources.flatMap(({ source }, index) =>
    source.axis === "batch" ? [sql`${batchesOf(index)} (id) as materialized (${source.batches})`] : [],
  );
  const arms = [
    ...timeRows(actor, stretches),
    ...sources.flatMap(({ source, byKind }, index) => {
      if (source.axis === "all") return allRows(actor, index);
      return source.axis === "batch" ? (byKind ? batchRows : batchTotalRows)(actor, index) : [];
    }),
  ];
  // The first day of a series is read from where its source begins, which may be in the midst of the day.
  const series = sources.flatMap((one) => one.series?.starts.slice(1) ?? []);
  const moved = sources.flatMap(({ source, byEvidence }, index) =>
    byEvidence && source.axis === "expires" ? evidenceRows(actor, index, source) : [],
  );
  const all = sql`select source, at, ${unmoved}::text as evidence, ${figures} from (${sql.join(arms, sql` union all `)}) as kept`;
  return {
    names: [
      overduePayouts(actor, at),
      ...(stretches.length > 0 ? [stretchTable(actor, stretches, series, at)] : []),
      ...batches,
    ],
    rows: sql.join([all, ...moved], sql` union all `),
  };
}

const figures = sql`status, replaced, currency, count, amount_minor`;
/** What a pending payout counts as before those who have opened the link, or whose email bounced, are moved. */
const unmoved = sql.raw(`'${"never_opened" satisfies Evidence}'`);
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

/** With `offset`, each table is read stretch by stretch, by its index. */
function timeRows({ organizationId }: Actor, stretches: readonly Stretch[]): SQL[] {
  const own = sql`organization_id = ${organizationId}`;
  const walk = (which: SQL, read: SQL) =>
    sql`select source, kept.* from stretches cross join lateral (${read} offset 0) as kept (at, ${figures}) where ${which}`;
  const within = (column: SQL) => sql`${column} >= stretches.starts and ${column} < stretches.ends`;
  const singly = (axis: TimeAxis, read: SQL) =>
    walk(sql`stretches.read = 'payouts' and stretches.axis = ${sql.raw(`'${axis}'`)}`, read);
  const overdue = (moment: SQL, status: SQL, sign: SQL) =>
    sql`select source, ${moment}, ${status}, ${oneEach(sign)} from stretches join overdue on ${within(moment)} where stretches.read = 'overdue'`;
  const [changed, expires] = [sql`status_changed_at`, sql`expires_at`];
  const has = (axis: TimeAxis, arms: SQL[]) => (stretches.some((one) => one.axis === axis) ? arms : []);
  if (stretches.length === 0) return [];
  const buckets = (
    sign: SQL,
  ) => sql`select at, status, replaced, currency, ${sign}count, ${sign}amount_minor from ${payoutCounts}
    where ${own} and axis = stretches.axis and grain = stretches.grain and ${within(sql`at`)}
      and (stretches.only_status is null or status = stretches.only_status)`;
  return [
    walk(sql`stretches.grain is not null and not stretches.minus`, buckets(sql``)),
    walk(sql`stretches.grain is not null and stretches.minus`, buckets(sql`-`)),
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
