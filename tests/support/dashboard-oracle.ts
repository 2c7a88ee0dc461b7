import { dayOf } from "@/lib/time";
import { DAY_MS, type NewPayout, type World } from "./random-payouts";

/** The Dashboard counted from the records themselves, without any of the code that counts it. */
export function expectedIds(world: World) {
  const { now, timeZone } = world.at;
  const since = (instant: Date, days: number) => instant.getTime() >= now.getTime() - days * DAY_MS && instant <= now;
  const stands = world.payouts.map((row) => {
    const overdue = row.status === "pending" && row.expiresAt <= now;
    return { row, status: overdue ? "expired" : row.status, changed: overdue ? row.expiresAt : row.statusChangedAt };
  });
  const ids = (keep: (one: (typeof stands)[number]) => boolean) =>
    stands
      .filter(keep)
      .map(({ row }) => row.id)
      .sort();
  const isOpen = ({ assigneeId, snoozedUntil, handledAt }: NewPayout) =>
    !assigneeId && !handledAt && (snoozedUntil ?? now) <= now;
  const changed = ids((one) => since(one.changed, 30));
  const open = (status: string) => ids((one) => since(one.changed, 30) && one.status === status && !one.row.archivedAt);
  const any = (status: string) => ids((one) => since(one.changed, 30) && one.status === status);
  const badBatches = world.batches.filter(
    ({ status, errors }) => status !== "discarded" && errors.some(({ occurredAt }) => since(occurredAt, 7)),
  );
  /** The payouts of a batch that wait for somebody after such an error. */
  const stopped = (batchId: string, isSuch: (code: string) => boolean) =>
    world.batches
      .find(({ id }) => id === batchId)!
      .errors.flatMap(({ resolvedAt, payout, code }) =>
        payout && isSuch(code) && !resolvedAt && (payout.status !== "pending" || payout.expiresAt > now)
          ? [payout.id]
          : [],
      )
      .sort();
  /** The parts of what expires soon, by how far the recipient has got. */
  function evidenceIds() {
    const isRefused = (row: NewPayout) =>
      world.batches.some(({ errors }) =>
        errors.some(({ code, resolvedAt, payout }) => code === "email_refused" && !resolvedAt && payout?.id === row.id),
      );
    const part = (isSuch: (row: NewPayout) => boolean) =>
      ids(
        ({ status, row }) =>
          status === "pending" && row.expiresAt.getTime() <= now.getTime() + 7 * DAY_MS && isSuch(row),
      );
    return {
      "part never opened": part((row) => !row.openedAt && !isRefused(row)),
      "part opened, not finished": part((row) => Boolean(row.openedAt)),
      "part bounced": part((row) => !row.openedAt && isRefused(row)),
    };
  }
  return {
    "View All": changed,
    Completed: open("completed"),
    Pending: [...open("pending"), ...open("submitted")].sort(),
    "Pending: Pending": open("pending"),
    "Pending: Submitted": open("submitted"),
    Failed: [...open("failed_to_send"), ...open("failed_to_process")].sort(),
    "Failed: Failed to Send": open("failed_to_send"),
    "Failed: Failed to Process": open("failed_to_process"),
    "also expired": any("expired"),
    "also canceled": any("canceled"),
    "also failed and already replaced": ids(
      (one) => since(one.changed, 30) && one.status!.startsWith("failed") && Boolean(one.row.archivedAt),
    ),
    "tab batches-with-errors": ids(({ row }) => badBatches.some((batch) => batch.id === row.batchId)),
    "tab recently-expired": ids((one) => one.status === "expired" && since(one.changed, 7)),
    "tab expiring-soon": ids(
      (one) => one.status === "pending" && one.row.expiresAt.getTime() <= now.getTime() + 7 * DAY_MS,
    ),
    "tab failed-needs-you": ids(({ status, row }) => status!.startsWith("failed") && !row.archivedAt && isOpen(row)),
    ...evidenceIds(),
    /** What expires on a day to come, or on what is left of today. */
    expiring: (day: string) => ids((one) => one.status === "pending" && dayOf(one.row.expiresAt, timeZone) === day),
    /** The one that waits longest first. */
    awaiting: world.batches
      .filter(({ status }) => status === "ready" || status === "awaiting_columns")
      .sort((one, other) => Number(one.validatedAt) - Number(other.validatedAt) || (one.id < other.id ? -1 : 1)),
    days: (day: string) => ids((one) => since(one.changed, 30) && dayOf(one.changed, timeZone) === day),
    badBatches: badBatches.map((batch) => batch.id).sort(),
    /** The payouts of a batch whose recipients were not reached, by its id. */
    unreached: (batchId: string) => stopped(batchId, (code) => code === "email_refused"),
    failed: (batchId: string) => stopped(batchId, (code) => code !== "email_refused"),
  };
}

/** Minor units per currency of the records with these ids. */
export function moneyOf(
  rows: readonly Pick<NewPayout, "id" | "currency" | "amountMinor">[],
  ids: readonly string[],
): Record<string, bigint> {
  const sums: Record<string, bigint> = {};
  for (const row of rows.filter(({ id }) => ids.includes(id)))
    sums[row.currency] = (sums[row.currency] ?? 0n) + row.amountMinor;
  return sums;
}
