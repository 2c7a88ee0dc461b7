import { expect, test } from "vitest";
import { batchesWithErrors, type BatchWithErrors } from "@/lib/batches/error-totals";
import { useDatabase } from "@/tests/support/database";
import { explaining, nodesOf } from "@/tests/support/explained";
import { createBatch, createIngestError, createOrganization, createUser } from "@/tests/support/factories";
import { vacuumed } from "@/tests/support/vacuumed";

useDatabase();

const now = new Date("2026-11-23T14:20:00.000Z");
const at = { now, timeZone: "UTC" };
const window = "last-7d";
const count = 48;
const shown = 5;
const before = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

/**
 * Batches with errors, the latest of each two at the same moment, 25 minutes apart; `waits` says of which some row still
 * waits for somebody. The errors of one more lie before the window.
 */
async function world(waits: (index: number) => boolean) {
  const organization = await createOrganization();
  const { actor } = await createUser(organization);
  for (let index = 0; index < count; index++) {
    const occurredAt = before(1 + Math.floor(index / 2) * 25);
    const refusedCount = waits(index) ? 1 : 0;
    const batch = await createBatch(organization, { createdAt: occurredAt, refusedCount, acceptedCount: 1 });
    await createIngestError(batch, { occurredAt: before(3_000), resolvedAt: now });
    await createIngestError(batch, { occurredAt, resolvedAt: waits(index) ? null : now });
  }
  const old = await createBatch(organization, { createdAt: before(20_000), refusedCount: 1 });
  await createIngestError(old, { occurredAt: before(20_000) });
  await vacuumed("batches", "ingest_errors");
  return actor;
}

const plainly = (all: readonly BatchWithErrors[]) =>
  all.toSorted(
    (one, other) =>
      Number(other.openCount > 0) - Number(one.openCount > 0) ||
      other.latestErrorAt.getTime() - one.latestErrorAt.getTime() ||
      (one.id < other.id ? 1 : -1),
  );

test.each([
  ["none", () => false],
  ["all", () => true],
  ["each third", (index: number) => index % 3 === 0],
  ["three old ones", (index: number) => index > 40 && index < 44],
  ["the oldest six", (index: number) => index >= count - 6],
] as const)(
  "batches with errors: first those that wait for somebody, then the latest error, which is looked up for few, where %s wait",
  async (_which, waits) => {
    const actor = await world(waits);
    const { executor, plans } = explaining();
    const found = await batchesWithErrors(actor, window, at, shown, executor);
    const all = await batchesWithErrors(actor, window, at, count);
    expect(all).toHaveLength(count);
    expect(all.filter(({ openCount }) => openCount > 0)).toHaveLength(
      Array.from({ length: count }, (_, index) => index).filter(waits).length,
    );
    expect(found.map(({ id }) => id)).toEqual(
      plainly(all)
        .slice(0, shown)
        .map(({ id }) => id),
    );
    // The first statement lists them; it reads the latest of a batch's errors from their index, or as the largest of all.
    const nodes = nodesOf(plans[0]!);
    const inOrder = nodes.filter((node) => node["Index Name"] === "ingest_errors_occurred");
    const asked = inOrder.length > 0 ? inOrder : nodes.filter((node) => node["Node Type"] === "Aggregate");
    expect(asked).not.toEqual([]);
    // Five that wait and five of all, each with what else had an error in the minute of the fifth: one of two.
    expect(asked.reduce((sum, node) => sum + node["Actual Loops"], 0)).toBeLessThanOrEqual(2 * (shown + 1));
  },
);
