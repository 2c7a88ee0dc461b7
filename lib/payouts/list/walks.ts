import { and, sql, type SQL } from "drizzle-orm";
import { payouts } from "@/db/schema/payouts";
import type { Actor } from "@/lib/actor";
import { inHand } from "@/lib/follow-up/matching";
import { pageSize } from "@/lib/lists/keyset";
import type { At } from "@/lib/moment";
import { fitsSearch, isOneOf, type Found, type FoundByText } from "@/lib/payouts/search/found";
import { evidenceLead } from "./evidence-matching";
import type { PayoutFilter } from "./filter";
import { kindsAsked, statusArms } from "./kinds-asked";
import { matching } from "./matching";
import { leadOf, servedSorts, type SortKey } from "./view";

/** Payouts that are looked at for one page where no index has all that a filter asks. */
const lookedAtMost = 5_000;
/** The same in order of amount: the table has such payouts far apart, and the server asks for each whether all see it. */
const amountsAtMost = 400;
/** The same where each must be read from the table: for a search, and for an extra column. */
export const [readAtMost, extraReadAtMost] = [1_000, 401];

/** Of a walk that looks at all there are. */
export const noEnd = 2_147_483_647;

/**
 * The part of an index to walk along, and how far.
 *
 * `arms`: parts of the lead, each in that order in an index: the server merges them, and reads no more than it takes.
 * `chosen`: what of `fits` the index tells, and the rest, which is asked of the few payouts that it chooses.
 */
export type Way = { lead: SQL; by: SortKey; most: number; arms?: SQL[]; chosen?: { by: SQL; rest: SQL } };

/** The index to walk along, and the part of it. */
export function walkOf(filter: PayoutFilter, actor: Actor, at: At): Way {
  if (leadOf(filter) === "hand") return { lead: inHand(actor, payouts, filter), by: "changed", most: lookedAtMost };
  const by = servedSorts(filter)[0]!;
  const { created, currency, amount_min, amount_max, expires, evidence, changed } = filter;
  const bounded = {
    created: { created },
    amount: { currency, amount_min, amount_max },
    expires: { expires },
    changed: { changed },
  }[by];
  const lead = and(evidence && evidenceLead[evidence](actor), matching(actor, bounded, at));
  const most = by === "amount" ? amountsAtMost : evidence ? readAtMost : lookedAtMost;
  return { lead: lead ?? sql`true`, by, most };
}

/** Of what many payouts say, those of one file or of one kind are looked at by themselves. */
export function walkFound(filter: PayoutFilter, { text }: Found): Pick<Way, "most" | "arms"> {
  if (text !== undefined) return { most: readAtMost };
  const ofFile = () => statusArms(filter).map((is) => sql`batch_id = ${filter.batch} and ${is}`);
  const arms = leadOf(filter) === "batch" ? ofFile() : leadOf(filter) === "kind" ? kindsAsked(filter) : [];
  return { most: extraReadAtMost, ...((arms.length === 1 || filter.batch) && arms.length > 0 && { arms }) };
}

/** How many of the payouts that a search finds are each read for its total, which then has their money. */
const summedAtMost = 300;

/** Whether the total of a list has money: not of a search alone that finds many, nor of one that cannot be counted. */
export const hasMoney = (filter: PayoutFilter, found: Found | undefined): boolean =>
  !asksTextAlone(filter) || (found?.text?.ids !== "many" && (found?.text?.ids.length ?? 0) <= summedAtMost);

/** How many a search alone has found, where that is known without reading each of them; null where it is not. */
export const numberFound = (filter: PayoutFilter, { text }: Found): number | null =>
  text?.settled && text.ids !== "many" && !hasMoney(filter, { text }) ? text.ids.length : null;

export const asksTextAlone = (filter: PayoutFilter): boolean =>
  Object.entries(filter).every(([key, value]) => key === "q" || value === undefined);

/** Entries of an index that are looked at for one page of a search. What changed last, each may cost a look into the table. */
const metAtMost = 10_000;

/**
 * Where what a search found is dense, it is met sooner along the order of the list, by an index alone, than by reading and
 * sorting all of it. Where it lies far from the page's beginning, all of it is read after all.
 */
export function walkMeeting(actor: Actor, filter: PayoutFilter, key: SortKey, text: FoundByText): Way | null {
  const inOrder = key === "changed" || key === "created";
  const found = numberFound(filter, { text });
  if (!inOrder || text.ids === "many" || found === null || (pageSize * text.ofAll) / found > metAtMost / 2) return null;
  const chosen = { by: isOneOf(text.ids), rest: fitsSearch(actor, text) };
  return { lead: sql`true`, by: key, most: metAtMost, chosen };
}
