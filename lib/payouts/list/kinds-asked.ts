import { sql, type SQL } from "drizzle-orm";
import { payoutStatuses, type PayoutStatus } from "@/lib/payouts/status";
import { expiringStatus, transitionTable } from "@/lib/payouts/transitions";
import type { PayoutFilter } from "./filter";
import { kindsAskedBy } from "./kinds";

const replaceable: readonly PayoutStatus[] = transitionTable.reissue.from;

/** Which statuses a filter asks for; null for all. */
export function statusesAsked({ expires, evidence, expired, ...filter }: PayoutFilter): PayoutStatus[] | null {
  const asked = [
    ...kindsAskedBy(filter).map(({ statuses }) => statuses),
    (expires ?? evidence) === undefined ? undefined : [expiringStatus.from],
    expired === undefined ? undefined : [expiringStatus.to],
  ].filter((statuses) => statuses !== undefined);
  if (asked.length === 0) return null;
  return payoutStatuses.filter((one) => asked.every((some) => some.some((other) => other === one)));
}

/** The kinds of payouts that a filter asks for, each as a condition that an index has. Written without parameters. */
export function kindsAsked(filter: PayoutFilter): SQL[] {
  const asked = kindsAskedBy(filter);
  const wanted = (replaced: boolean) => asked.every(({ isReplaced }) => (isReplaced ?? replaced) === replaced);
  return (statusesAsked(filter) ?? payoutStatuses).flatMap((status) => {
    const is = (replacement: string) => sql.raw(`status = '${status}' and archived_at ${replacement}`);
    return [
      ...(wanted(false) ? [is("is null")] : []),
      ...(wanted(true) && replaceable.includes(status) ? [is("is not null")] : []),
    ];
  });
}

/** The statuses that a filter asks for, each as a condition that an index has. */
export const statusArms = (filter: PayoutFilter): SQL[] =>
  (statusesAsked(filter) ?? payoutStatuses)
    .filter((status) => filter.replaced !== "yes" || replaceable.includes(status))
    .map((status) => sql.raw(`status = '${status}'`));

/** Whether the index of those that wait, in order of their expiry, has just what a filter asks for, or nearly. */
export function asksNoMore(filter: PayoutFilter): boolean {
  const { expires, evidence, status, group, replaced, ...others } = filter;
  return Object.values(others).every((value) => value === undefined);
}
