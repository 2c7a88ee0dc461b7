import { sql, type SQL } from "drizzle-orm";
import { z } from "zod";
import { db, type Executor } from "@/db/client";
import { payoutAttempts } from "@/db/schema/payout_attempts";
import { payoutTotals } from "@/db/schema/payout_counts";
import { payouts } from "@/db/schema/payouts";
import type { Actor } from "@/lib/actor";
import { exactTotalLimit } from "@/lib/lists/keyset";
import { escapeLike } from "@/lib/lists/search-text";
import type { Money } from "@/lib/money";
import { isOverdueAt } from "@/lib/payouts/as-of";
import { amountsIn } from "./amounts";
import { fitsText } from "./folded";

/** What is looked up of a filter before its list is read: of its search, and of its extra columns. */
export type Found = { text?: FoundByText; extra?: string[] | "many" };

/**
 * What a search finds: the ids of all payouts, or that there are more than a list counts. Which of the two it is decides
 * how a list is read: by what is known of them, or along its own order, where one that fits is never far.
 */
export type FoundByText = {
  q: string;
  ids: string[] | "many";
  paidAs: boolean;
  /** The amounts that were searched for and that some payout has. */
  amounts: Money[];
  /** Those of `ids` that do not have one of these amounts. */
  otherIds: string[];
  /**
   * Whether all payouts were looked at; where not, more wait to be entered into the search table than are read one by one,
   * and `ids` may lack some of them.
   */
  whole: boolean;
  /**
   * Whether `ids` are what a list of these has: nothing waits to be entered into the search table, no payout past its
   * expiry waits to be written as expired, and none is asked for by an id that there may not be.
   */
  settled: boolean;
  /** How many payouts the actor's organization has, to within what was not folded into the counts yet. */
  ofAll: number;
};

type Row = {
  ids: string[] | null;
  whole: boolean;
  paid: string[];
  priced: { currency: string; amountMinor: string; ids: string[] }[] | null;
  settled: boolean;
  ofAll: number;
};

/**
 * Payouts that wait to be entered into the search table and are read one by one. After a large file many wait for some
 * minutes; to read all of them would take a page longer than it has.
 */
export const waitingAtMost = 10_000;

/**
 * What a search has found by its texts, as `ids` and `whole`; to be selected from.
 * @param atMost of more than so many the ids are null
 */
export const foundByText = ({ organizationId }: Actor, q: string, atMost: number): SQL =>
  sql`payout_search_found(${organizationId}, ${q}, ${atMost}, ${waitingAtMost})`;

/**
 * Looks which of the actor's payouts a search finds, those that are not in the search table yet among them.
 * @param atMost of more than so many it says only that they are many. The fewer, the less is read
 */
export async function findPayouts(
  actor: Actor,
  q: string,
  executor: Executor = db,
  atMost = exactTotalLimit,
): Promise<FoundByText> {
  const [row] = await executor.execute<Row>(sql`
    select to_json(found.ids) as ids, found.whole, to_json(${payoutsPaidAs(actor, q, atMost)}) as paid,
      (${payoutsOf(actor, amountsIn(q), atMost)}) as priced,
      not exists (select 1 from payout_search_queue where organization_id = ${actor.organizationId})
        and not exists (${overdueAtOnce(actor)}) as settled,
      (select coalesce(sum(count), 0)::float8 from ${payoutTotals} where organization_id = ${actor.organizationId}) as "ofAll"
    from ${foundByText(actor, q, atMost)} as found`);
  const { ids, whole, paid, priced, settled, ofAll } = row!;
  const amounts = (priced ?? []).map(({ currency, amountMinor }) => ({ currency, amountMinor: BigInt(amountMinor) }));
  const ofAmounts = new Set(priced?.flatMap((one) => one.ids));
  const others = ids && [...new Set([...ids, ...paid, ...idIn(q)])].filter((id) => !ofAmounts.has(id));
  const few = others !== null && ofAmounts.size + others.length <= atMost;
  return {
    q,
    ids: few ? (ofAmounts.size === 0 ? others : [...ofAmounts, ...others]) : "many",
    paidAs: paid.length > 0,
    amounts,
    otherIds: few ? others : [],
    // Many are looked for among the payouts themselves, and none of them is lacking.
    whole: whole || !few,
    settled: settled && idIn(q).length === 0,
    ofAll,
  };
}

/** Whether a list may lack some of what its search should find. */
export const mayLack = (found: Found | undefined): boolean => found?.text?.whole === false;

/** What a search has found, for who must not lack any: where some may be lacking, all payouts are compared, one by one. */
export const amongAll = (found: FoundByText): FoundByText =>
  found.whole ? found : { ...found, ids: "many", whole: true };

/**
 * So many payouts with the same texts are known one by one. The text of a claim is on few, that of a department on many,
 * and a page of many is found sooner along the list than by knowing all of them.
 */
const fewWithExtra = 1_000;

/**
 * Looks which of the actor's payouts say these texts in extra columns, exactly so; those that are not in the search table
 * yet among them.
 */
export async function findByExtra(
  { organizationId }: Actor,
  x: Readonly<Record<string, string>>,
  executor: Executor,
): Promise<string[] | "many"> {
  const [row] = await executor.execute<{ ids: string[] | null }>(sql`
    select to_json(payout_extra_found(${organizationId}, ${JSON.stringify(x)}::text::jsonb, ${fewWithExtra})) as ids`);
  return row!.ids ?? "many";
}

/** Some of the payouts that a search finds by their texts, in no order, where it finds more than can be read. */
export async function someFound({ organizationId }: Actor, q: string, atMost: number, executor: Executor) {
  const [row] = await executor.execute<{ ids: string[] }>(sql`
    select to_json(payout_search_entered(${organizationId}, payout_search_patterns(${q}),
      payout_search_rarest(payout_search_asked_grams(${organizationId}, ${q})), ${atMost})) as ids`);
  return row!.ids;
}

/** Whether a search finds a payout; to be used on `payoutsAt`. */
export const isFound = (actor: Actor, found: FoundByText): SQL =>
  found.ids === "many" ? fitsSearch(actor, found) : sql`(${isOneOf(found.ids)} and ${fitsSearch(actor, found)})`;

/** Whether a payout, as it stands now, is what was searched for. */
export function fitsSearch(actor: Actor, { q, paidAs, amounts }: FoundByText): SQL {
  const fits = [
    ...amounts.map(hasAmount),
    fitsText(payouts, q),
    ...idIn(q).map((id) => sql`${payouts.id} = ${id}`),
    ...(paidAs
      ? [sql`exists (select 1 ${attemptsNamed(actor, q)} and ${payoutAttempts.payoutId} = ${payouts.id})`]
      : []),
  ];
  return sql`(${sql.join(fits, sql` or `)})`;
}

/** What a search finds in parts that share no payout: by their ids, and by each amount, which an index has. */
export function armsOfFound(actor: Actor, found: FoundByText): SQL[] {
  const byId = sql`${isOneOf(found.otherIds)} and ${fitsSearch(actor, found)}`;
  return [...(found.otherIds.length > 0 || found.amounts.length === 0 ? [byId] : []), ...found.amounts.map(hasAmount)];
}

export const isOneOf = (ids: readonly string[]): SQL => sql`${payouts.id} = any(${sql.param(ids)}::uuid[])`;

const hasAmount = ({ currency, amountMinor }: Money): SQL =>
  sql`(${payouts.currency} = ${currency} and ${payouts.amountMinor} = ${amountMinor})`;

/** Selects the payouts of each amount that some have, from one index that has nothing else: no other could serve better. */
function payoutsOf({ organizationId }: Actor, amounts: Money[], atMost: number): SQL {
  if (amounts.length === 0) return sql`null::json`;
  const of = (values: (string | bigint)[], type: string) => sql`${sql.param(values.map(String))}::${sql.raw(type)}[]`;
  const asked = sql`unnest(${of(
    amounts.map(({ currency }) => currency),
    "char(3)",
  )}, ${of(
    amounts.map(({ amountMinor }) => amountMinor),
    "bigint",
  )})`;
  return sql`select json_agg(json_build_object('currency', asked.currency, 'amountMinor', asked.amount::text, 'ids', has.ids))
    from ${asked} as asked (currency, amount) cross join lateral (select array(
      select id from ${payouts} where organization_id = ${organizationId} and ${payouts.currency} = asked.currency
        and ${payouts.amountMinor} = asked.amount limit ${atMost + 1}) as ids offset 0) as has
    where cardinality(has.ids) > 0`;
}

/** By the server's clock, which is not before the moment of any page that asks. */
const overdueAtOnce = ({ organizationId }: Actor): SQL =>
  sql`select 1 from ${payouts} where organization_id = ${organizationId} and ${isOverdueAt(sql`(select clock_timestamp())`)(payouts)}`;

const idIn = (q: string): string[] => {
  const id = z.uuid().safeParse(q.trim());
  return id.success ? [id.data] : [];
};

/** Fewer characters begin the provider's references of too many payouts to mean one of them. */
const providerReferencePrefix = 8;

function attemptsNamed({ organizationId }: Actor, q: string): SQL {
  const named = sql`lower(${payoutAttempts.providerReference})`;
  const asked =
    [...q].length < providerReferencePrefix
      ? sql`${named} = lower(${q})`
      : sql`${named} like lower(${`${escapeLike(q)}%`})`;
  return sql`from ${payoutAttempts} where ${payoutAttempts.organizationId} = ${organizationId} and ${asked}`;
}

/** The payouts with an attempt to which the provider gave this reference, or one that begins so. */
const payoutsPaidAs = (actor: Actor, q: string, atMost: number): SQL =>
  sql`array(select ${payoutAttempts.payoutId} ${attemptsNamed(actor, q)} limit ${atMost + 1})`;
