import { and, asc, eq, isNotNull } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { events } from "@/db/schema/events";
import { payoutStatuses } from "@/lib/payouts/status";
import { useDatabase } from "@/tests/support/database";
import {
  createBatch,
  createEmail,
  createIngestError,
  createOrganization,
  createPayout,
  createRefusedRow,
  createUser,
} from "@/tests/support/factories";

useDatabase();

test.each(payoutStatuses)(
  "a payout created as %s has a timeline that ends with that status and time",
  async (status) => {
    const organization = await createOrganization();
    const payout = await createPayout(organization, { status });
    const moves = await db
      .select()
      .from(events)
      .where(and(eq(events.payoutId, payout.id), isNotNull(events.toStatus)))
      .orderBy(asc(events.occurredAt));
    expect(moves.map((move) => move.fromStatus)).toEqual([null, ...moves.slice(0, -1).map((move) => move.toStatus)]);
    expect(moves.at(-1)).toMatchObject({ toStatus: status, occurredAt: payout.statusChangedAt });
  },
);

test("a value set by a test is kept, and the other values adapt to it", async () => {
  const { actor } = await createUser(await createOrganization(), { role: "viewer" });
  const expiresAt = new Date("2026-03-01T12:00:00.001Z");
  const expired = await createPayout(actor, { status: "expired", expiresAt });
  expect(expired).toMatchObject({ organizationId: actor.organizationId, expiresAt, statusChangedAt: expiresAt });
  const overdue = await createPayout(actor, { expiresAt });
  expect(overdue.createdAt.getTime()).toBeLessThan(expiresAt.getTime());
  const completed = await createPayout(actor, { status: "completed", statusChangedAt: expiresAt });
  expect(completed.createdAt.getTime()).toBeLessThan(expiresAt.getTime());
});

test("a batch has payouts on separate lines, refused rows with errors, and emails about its payouts", async () => {
  const batch = await createBatch(await createOrganization(), { acceptedCount: 2, refusedCount: 1 });
  const one = await createPayout(batch, { batchId: batch.id });
  const other = await createPayout(batch, { batchId: batch.id });
  expect(one.line).not.toBe(other.line);
  const row = await createRefusedRow(batch, { line: 99 });
  expect(await createIngestError(batch, { refusedRowId: row.id, line: 99 })).toMatchObject({
    batchId: batch.id,
    resolvedAt: null,
  });
  expect(await createEmail(one, { status: "queued" })).toMatchObject({ payoutId: one.id, sentAt: null });
});
