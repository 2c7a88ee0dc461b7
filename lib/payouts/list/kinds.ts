import { and, inArray, not, sql, type SQL, type SQLWrapper } from "drizzle-orm";
import type { Conditions } from "@/lib/lists/conditions";
import { payoutGroups, statusesIn, type PayoutGroup, type PayoutStatus } from "@/lib/payouts/status";
import type { PayoutFilter } from "./filter";

/** What sets payouts apart in their counts. `isReplaced`: another payout has taken its place. */
export type Kind = { status: PayoutStatus; isReplaced: boolean; currency: string };
export type KindFilter = Pick<PayoutFilter, "group" | "status" | "replaced" | "currency">;
type Key = keyof KindFilter;

/** The kinds that have all that is said. */
type Kinds = { statuses?: readonly PayoutStatus[]; isReplaced?: boolean; currency?: string };

/**
 * What each key that is about the kind of a payout means: the list asks it of payouts, in SQL; the counts ask it of what
 * they have read; what tells groups apart asks it too.
 */
const meanings: { [K in Key]-?: (value: NonNullable<KindFilter[K]>) => Kinds } = {
  group: (group) => ({ statuses: statusesIn(group), isReplaced: false }),
  status: (statuses) => ({ statuses }),
  replaced: (replaced) => ({ isReplaced: replaced === "yes" }),
  currency: (currency) => ({ currency }),
};

/** A kind as columns of payouts or of their counts. */
type KindColumns = { status: SQLWrapper; isReplaced: SQL; currency: SQLWrapper };

const allOf = ({ status, isReplaced, currency }: KindColumns, kinds: Kinds): SQL | undefined =>
  and(
    kinds.statuses && inArray(status, [...kinds.statuses]),
    kinds.isReplaced === undefined ? undefined : kinds.isReplaced ? isReplaced : not(isReplaced),
    kinds.currency === undefined ? undefined : sql`${currency} = ${kinds.currency}`,
  );

/** The conditions that these keys set. */
export function kindConditions(columns: KindColumns) {
  return {
    group: (group) => allOf(columns, meanings.group(group)),
    status: (statuses) => allOf(columns, meanings.status(statuses)),
    replaced: (replaced) => allOf(columns, meanings.replaced(replaced)),
    currency: (currency) => allOf(columns, meanings.currency(currency)),
  } satisfies Pick<Conditions<PayoutFilter>, Key>;
}

/** What each key of a filter says of the kind: a payout must have all of it. */
export function kindsAskedBy(filter: KindFilter): Kinds[] {
  const asked = (Object.keys(meanings) as Key[]).filter((key) => filter[key] !== undefined);
  return asked.map((key) => (meanings[key] as (value: unknown) => Kinds)(filter[key]));
}

/** Whether a kind is one of those that a filter means; null for a filter that means all. */
export function kindsMeant(filter: KindFilter): ((kind: Kind) => boolean) | null {
  const asked = kindsAskedBy(filter);
  return asked.length === 0 ? null : (kind) => asked.every((kinds) => isOne(kind, kinds));
}

const isOne = ({ status, isReplaced, currency }: Kind, kinds: Kinds): boolean =>
  (kinds.statuses?.includes(status) ?? true) &&
  isReplaced === (kinds.isReplaced ?? isReplaced) &&
  currency === (kinds.currency ?? currency);

/** The tile that adds a kind up; null for one that is in no tile. */
export const groupOf = (kind: Kind): PayoutGroup | null =>
  payoutGroups.find((group) => isOne(kind, meanings.group(group))) ?? null;

/** The group of payouts that no other one replaced, as SQL text; null for one that is in no tile. */
export function groupOfCurrent(status: SQLWrapper): SQL<PayoutGroup | null> {
  const current: KindColumns = { status, isReplaced: sql`false`, currency: sql`null` };
  const cases = payoutGroups.map((group) => sql`when ${allOf(current, meanings.group(group))} then ${group}::text`);
  return sql`case ${sql.join(cases, sql` `)} end`;
}
