import { and, getTableColumns, getTableName, sql, Subquery, type SQL } from "drizzle-orm";
import { payouts } from "@/db/schema/payouts";
import type { Actor } from "@/lib/actor";
import { batchesWithErrorsIn } from "@/lib/ingest-errors/matching";
import { exactTotalLimit } from "@/lib/lists/keyset";
import type { At } from "@/lib/moment";
import { armsOfFound, isOneOf, type Found, type FoundByText } from "@/lib/payouts/search/found";
import { expiringStatus } from "@/lib/payouts/transitions";
import { evidenceLead } from "./evidence-matching";
import type { PayoutFilter } from "./filter";
import { asksNoMore, kindsAsked, statusArms, statusesAsked } from "./kinds-asked";
import { readings } from "@/lib/payouts/as-of";
import { isTo, matching, touchedBy } from "./matching";
import { leadOf, servedSorts, sortTable, type SortKey } from "./view";
import { extraReadAtMost, noEnd, readAtMost, walkFound, walkMeeting, walkOf, type Way } from "./walks";

type Common = { actor: Actor; now: Date; fits: SQL; expired: boolean };
/**
 * `rest`: what the arms do not say yet; said twice, the server would expect far fewer payouts than there are.
 * `apart`: no index has the arms in the order of a list; each is read whole, from the index that is narrowest.
 */
type Exact = Common & {
  way: "exact";
  arms: SQL[];
  counted: SQL[];
  rest: SQL;
  batches: SQL | undefined;
  apart?: boolean;
};
type Walk = Common & Way & { way: "walk"; otherwise?: Exact };

/**
 * How the payouts of a filter are read.
 * - exact: an index has just these, kind by kind (`arms`), in the order of the list.
 * - walk: an index has payouts that may fit (`lead`) in the order of the list, of which `most` are looked at. Where they
 *   do not fill a page, it is read `otherwise`, if there is such a way.
 */
export type Reading = Exact | Walk;

const table = getTableColumns(payouts);

/**
 * The way to read a filter's payouts.
 * @param found what `searchOf` says of the filter
 * @param key what its list is in order of
 */
export function readingOf(
  actor: Actor,
  filter: PayoutFilter,
  at: At,
  found: Found | undefined,
  key: SortKey = servedSorts(filter)[0]!,
): Reading {
  const statuses = statusesAsked(filter);
  const common = {
    actor,
    now: at.now,
    fits: matching(actor, filter, at, found) ?? sql`true`,
    expired: statuses === null || statuses.includes(expiringStatus.to),
  };
  const exact = (arms: SQL[], said: PayoutFilter = {}, batches?: SQL): Exact => {
    const rest = matching(actor, { ...filter, ...said }, at, found) ?? sql`true`;
    return { ...common, way: "exact", arms, counted: arms, rest, batches };
  };
  const byStatus = { status: undefined, group: undefined, ...(filter.group && { replaced: "no" as const }) };
  if (filter.group && filter.replaced === "yes") return { ...exact([]), expired: false };
  const lead = leadOf(filter);
  if (filter.evidence === "bounced") return exact([evidenceLead.bounced(actor)]);
  const { status, group, replaced, currency, expired, batch, batch_errors: errors } = filter;
  const known = knownAsked(actor, filter, found);
  if (known) return { ...exact([known.arm], known.said), apart: known.apart };
  if (found?.text && found.text.ids !== "many")
    return ofText(exact(armsOfFound(actor, found.text), { q: undefined }), filter, key, found.text);
  if (lead === "expires" && asksNoMore(filter)) return exact(statusArms(filter), byStatus);
  if (found || (lead !== "batch" && lead !== "kind"))
    return { ...common, way: "walk", ...walkOf(filter, actor, at), ...(found && walkFound(filter, found)) };
  if (batch !== undefined) return exact(statusArms(filter), byStatus, sql`select ${batch}::uuid as id`);
  if (errors !== undefined) {
    // What happened to these batches is seldom long ago. Each for itself costs the more, the more they are.
    const each = exact(statusArms(filter), byStatus, batchesWithErrorsIn(actor, errors, at));
    return key === "changed" ? { ...common, way: "walk", ...walkOf(filter, actor, at), otherwise: each } : each;
  }
  const kinds = kindsAsked(filter);
  const byKind = (status ?? group ?? replaced ?? currency ?? expired) !== undefined;
  const otherwise = key !== "changed" && key !== "expires" && servedSorts(filter).includes(key);
  return { ...exact(byKind && !otherwise ? kinds : [sql`true`], saidByKind), counted: kinds };
}

/** What a search found is met along the list, or else each of it is read. */
function ofText(arms: Exact, filter: PayoutFilter, key: SortKey, text: FoundByText): Reading {
  const each: Exact = { ...arms, apart: text.amounts.length > 0 };
  const met = walkMeeting(each.actor, filter, key, text);
  const { actor, now, fits, expired } = each;
  return met ? { actor, now, fits, expired, way: "walk", ...met, otherwise: each } : each;
}

/** What the arms of each kind say. */
const saidByKind = { status: undefined, group: undefined, replaced: undefined };

/**
 * All payouts that may fit, where they are known and few enough: chosen, touched by a run, to one recipient, or found by
 * their extra columns.
 * @returns `apart` for those of a recipient: beside other conditions the server would expect too few of them, and read
 * another index
 */
function knownAsked(actor: Actor, { id, run, recipient }: PayoutFilter, found: Found | undefined) {
  if (id !== undefined) return { arm: isOneOf(id), said: { id: undefined }, apart: false };
  if (run !== undefined)
    return { arm: sql`id = any(array(${touchedBy(actor, run)}))`, said: { run: undefined }, apart: false };
  if (recipient !== undefined) return { arm: isTo(actor, recipient), said: { recipient: undefined }, apart: true };
  const ids = found?.extra;
  if (ids === undefined || ids === "many") return null;
  // Compared with the payouts themselves once more.
  return { arm: isOneOf(ids), said: {}, apart: false };
}

/** Where a page begins and in which order (`down`: from the largest on), and the most payouts it needs. */
type Place = { beyond: SQL | undefined; key: SortKey; orderBy: SQL[]; down: boolean; limit: number };
type Part = Pick<Place, "beyond" | "orderBy" | "limit">;

const ordered = (rows: SQL, { orderBy, limit }: Pick<Place, "orderBy" | "limit">) =>
  sql`(${rows} order by ${sql.join(orderBy, sql`, `)} limit ${limit})`;
const ownPayouts = ({ actor }: Reading) => sql`from payouts where organization_id = ${actor.organizationId}`;
const overdueIn = ({ now }: Reading) => readings(now).overdue.condition;
const union = (arms: SQL[]): SQL => sql.join(arms, sql` union all `);

/**
 * The first payouts of a list beyond a place, as they stand at `now`: select from it in the same order, to the same
 * limit. Each kind of them is read in that order and to that limit, so that each comes from an index.
 */
export function firstPayouts(reading: Reading, place: Place) {
  const { stored } = readings(reading.now);
  const direct = reading.way === "exact" && reading.batches === undefined && !reading.apart;
  const rows = direct ? exactArms(reading, reading.arms, stored, place) : [byIds(reading, chosenIds(reading, place))];
  const within = reading.way === "walk" && place.key === reading.by ? withinWalk(reading, place) : undefined;
  const all = union([...rows, ...overdueArm(reading, stored, place, within)]);
  const none = sql`${stored} ${ownPayouts(reading)} and false`;
  return new Subquery(rows.length === 0 && !reading.expired ? none : all, table, getTableName(payouts));
}

/** What was not written as expired yet: few, and read before it is put in order. */
function overdueArm(reading: Reading, columns: SQL, { beyond, ...place }: Part, within?: SQL): SQL[] {
  if (!reading.expired) return [];
  const { read, condition } = readings(reading.now).overdue;
  const rows = sql`${read} ${ownPayouts(reading)} and ${condition} offset 0`;
  const batches = reading.way === "exact" ? reading.batches : undefined;
  const where = and(reading.fits, beyond, within, batches && sql`batch_id = any(array(${batches}))`)!;
  return [ordered(sql`${columns} from (${rows}) as payouts where ${where}`, place)];
}

function exactArms(reading: Exact, arms: SQL[], columns: SQL, { beyond, ...place }: Part): SQL[] {
  const where = and(reading.rest, beyond)!;
  const rowsOf = (is: SQL) =>
    reading.apart
      ? sql`from (select * ${ownPayouts(reading)} and ${is} offset 0) as payouts where true`
      : sql`${ownPayouts(reading)} and ${is}`;
  const arm = (is: SQL) => ordered(sql`${columns} ${rowsOf(is)} and not ${overdueIn(reading)} and ${where}`, place);
  if (reading.batches === undefined) return arms.map(arm);
  // Each of these batches for itself, because an index has the payouts of one in order, and not those of several.
  const ofBatch = arms.map((is) => arm(sql`batch_id = faulty.id and ${is}`));
  if (ofBatch.length === 0) return [];
  return [
    sql`(select payouts.* from (${reading.batches}) as faulty cross join lateral (${union(ofBatch)}) as payouts)`,
  ];
}

/** As an array: the server reads each of its payouts by the key then, whatever it believes of their number. */
const byIds = (reading: Reading, ids: SQL): SQL => {
  const rest = reading.way === "walk" && reading.chosen ? sql`and ${reading.chosen.rest}` : sql``;
  return sql`(${readings(reading.now).stored} ${ownPayouts(reading)} and id = any(array(${ids})) ${rest})`;
};

/** The payouts that fit, from an index alone: only those of the page are read from the table. */
function chosenIds(reading: Reading, place: Place): SQL {
  const columns = sql`select id, ${sql.identifier(table[sortTable[place.key].column].name)}`;
  if (reading.way === "exact") {
    const arms = exactArms(reading, reading.arms, columns, place);
    const none = sql`${columns} ${ownPayouts(reading)} and false`;
    return ordered(sql`select id from (${arms.length === 0 ? none : union(arms)}) as payouts`, place);
  }
  const inOrder = place.key === reading.by;
  const rows = inOrder ? candidates(reading, reading.most, place) : candidates(reading, exactTotalLimit);
  const where = and(reading.chosen?.by ?? reading.fits, inOrder ? undefined : place.beyond)!;
  return ordered(sql`select id from ${rows} as payouts where not ${overdueIn(reading)} and ${where}`, place);
}

/** Payouts that may fit, from a place on. Of a column that nobody asks for nothing is read. */
function candidates(reading: Walk, most: number, from?: Place): SQL {
  const [by, where] = [table[sortTable[reading.by].column], and(reading.lead, from?.beyond)!];
  const orderBy = from?.orderBy ?? [sql`${by}`, sql`${table.id}`];
  const rows = (reading.arms ?? [sql`true`]).map((is) => sql`select * ${ownPayouts(reading)} and ${is} and ${where}`);
  return ordered(rows.length === 1 ? rows[0]! : sql`select * from (${union(rows)}) as payouts`, {
    orderBy,
    limit: most,
  });
}

/** The last payout that a walk looks at; none where it looks at all there are. */
const lastLookedAt = (reading: Walk, from: Place): SQL =>
  sql`from ${candidates(reading, reading.most, from)} as payouts offset ${reading.most - 1}`;

/** Selects its `place`. */
export function endOfWalk(reading: Walk, from: Place): SQL {
  const by = table[sortTable[reading.by].column];
  const value = by.dataType === "date" ? sql`(extract(epoch from ${by}) * 1000)::bigint` : sql`${by}`;
  return sql`select ${value} || '_' || id as place ${lastLookedAt(reading, from)}`;
}

/** Whether a payout lies in the part that a walk looks at. Behind it the next page goes on. */
function withinWalk(reading: Walk, from: Place): SQL | undefined {
  if (reading.most === noEnd) return undefined;
  const place = sql`${table[sortTable[reading.by].column]}, ${table.id}`;
  const direction = sql.raw(from.down ? ">=" : "<=");
  return sql`coalesce((${place}) ${direction} (select ${place} ${lastLookedAt(reading, from)}), true)`;
}

/** Selects a row where more payouts may fit than are put in an order that no index has. */
export const tooManyToSort = (reading: Walk): SQL =>
  sql`select 1 from ${candidates(reading, exactTotalLimit + 1)} as payouts offset ${exactTotalLimit}`;

/** Payouts that are looked at to count a list; of more than that, not all are counted. */
export const countedAtMost = (reading: Reading): number =>
  reading.way === "walk" && [readAtMost, extraReadAtMost].includes(reading.most) ? 2 * reading.most : exactTotalLimit;

/** Selects count and money of a list by currency, and how many were looked at: one more than `countedAtMost` at most. */
export function countedOf(reading: Reading): SQL {
  const most = countedAtMost(reading);
  const by = reading.way === "exact" ? "changed" : reading.by;
  const place = {
    orderBy: [sql`${table[sortTable[by].column]}`, sql`${table.id}`],
    limit: most + 1,
    beyond: undefined,
  };
  const columns = sql`select currency, amount_minor, true as fits`;
  const rows =
    reading.way === "exact"
      ? exactArms(reading, reading.counted, columns, place)
      : [
          sql`(select currency, amount_minor, (not ${overdueIn(reading)} and ${reading.fits}) as fits
          from ${candidates(reading, most + 1)} as payouts)`,
        ];
  const all = [...rows, ...overdueArm(reading, columns, place)];
  if (all.length === 0) return sql`select null where false`;
  return sql`
    select currency, count(*)::text as looked, count(*) filter (where fits)::text as count, sum(amount_minor) filter (where fits)::text as "amountMinor"
    from (select * from (${union(all)}) as all_kinds limit ${most + 1}) as counted group by currency`;
}
