import { asc, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db, transaction } from "@/db/client";
import { ingestErrors } from "@/db/schema/ingest_errors";
import { payouts } from "@/db/schema/payouts";
import { batchesWithErrors } from "@/lib/batches/error-totals";
import { systemActor } from "@/lib/actor";
import { retryPayout } from "@/lib/payments/attempts";
import { failureTable } from "@/lib/payouts/failures";
import { getPayout } from "@/lib/payouts/queries";
import { reissuePayout } from "@/lib/payouts/reissue";
import { applyTransition } from "@/lib/payouts/transition";
import { answer } from "@/lib/redemptions/answers";
import { databaseNow } from "@/lib/time";
import { useDatabase } from "@/tests/support/database";
import { createBatch } from "@/tests/support/factories";
import { handOverAll, lastAttempt, post, recipientOf, submitted } from "@/tests/support/payments";
import { refusedPayout } from "@/tests/support/refused-payout";
import { failed, paid } from "@/tests/support/reports";

useDatabase();

const errorsOf = ({ id }: { id: string }) =>
  db.select().from(ingestErrors).where(eq(ingestErrors.payoutId, id)).orderBy(asc(ingestErrors.occurredAt));

/** A payout of a batch, on its way to its recipient's account. */
async function onItsWay() {
  const world = await submitted("00");
  const batch = await createBatch(world.organization);
  await db.update(payouts).set({ batchId: batch.id, line: 2 }).where(eq(payouts.id, world.payout.id));
  await handOverAll();
  return { ...world, batch, actor: world.admin.actor };
}

const report = async (world: Awaited<ReturnType<typeof onItsWay>>, as: typeof failed | typeof paid) =>
  post(as(await lastAttempt(world.payout)));

test("a payment that fails is an error of its batch, with reason and next step, from the very statement that fails it", async () => {
  const world = await onItsWay();
  await report(world, failed);
  const { failedAt } = { failedAt: (await getPayout(world.actor, world.payout.id, new Date())).statusChangedAt };
  expect(await errorsOf(world.payout)).toMatchObject([
    {
      batchId: world.batch.id,
      refusedRowId: null,
      scope: "row",
      stage: "processing",
      line: 2,
      code: "returned_by_bank",
      message: `${failureTable.returned_by_bank.text} Sent back`,
      suggestion: failureTable.returned_by_bank.nextStep,
      occurredAt: failedAt,
      resolvedAt: null,
    },
  ]);
});

test("a failure that is undone by its transaction leaves no error", async () => {
  const { payout, batch } = await onItsWay();
  const system = systemActor(batch.organizationId, "worker");
  const undone = transaction(async (tx) => {
    await applyTransition(tx, system, payout.id, "fail", { failure: { code: "account_closed", detail: null } });
    throw new Error("undone");
  });
  await expect(undone).rejects.toThrow("undone");
  expect(await errorsOf(payout)).toEqual([]);
});

test("a retry resolves the error, a further failure is a further error, and completion leaves none", async () => {
  const world = await onItsWay();
  const open = async () => (await errorsOf(world.payout)).map(({ resolvedAt }) => resolvedAt === null);
  await report(world, failed);
  await retryPayout(world.actor, world.payout.id);
  expect(await open()).toEqual([false]);
  await handOverAll();
  await report(world, failed);
  expect(await open()).toEqual([false, true]);
  await retryPayout(world.actor, world.payout.id);
  await handOverAll();
  await report(world, paid);
  expect(await open()).toEqual([false, false]);
  const at = { now: await databaseNow(db), timeZone: "UTC" };
  expect(await batchesWithErrors(world.actor, "last-7d", at, 5)).toMatchObject([
    { id: world.batch.id, errorCount: 1, openCount: 0, failedCount: 0, topReason: null },
  ]);
});

test("too many wrong answers are an error of the batch, which a new payout resolves", async () => {
  const { actor, batch, payout } = await refusedPayout({
    recipientEmail: "ada@example.com",
    verificationAnswer: "something else",
    verificationAttempts: 0,
  });
  for (let index = 0; index < 10; index++) await answer(recipientOf(payout), "wrong").catch(() => undefined);
  const at = { now: await databaseNow(db), timeZone: "UTC" };
  expect(await batchesWithErrors(actor, "last-7d", at, 5)).toMatchObject([
    { id: batch.id, openCount: 1, failedCount: 1, topReason: failureTable.too_many_wrong_answers.text },
  ]);
  await reissuePayout(actor, payout.id);
  expect(await errorsOf(payout)).toMatchObject([{ code: "too_many_wrong_answers", resolvedAt: expect.any(Date) }]);
  expect(await batchesWithErrors(actor, "last-7d", at, 5)).toMatchObject([{ id: batch.id, openCount: 0 }]);
});
