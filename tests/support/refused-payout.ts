import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { ingestErrors } from "@/db/schema/ingest_errors";
import { batchesWithErrors, errorTotals } from "@/lib/batches/error-totals";
import { countBatches, listBatches } from "@/lib/batches/queries";
import { noneStopped, stoppedPayouts, unreachedPayouts } from "@/lib/batches/stopped-payouts";
import { databaseNow } from "@/lib/time";
import { countPayouts } from "./count-payouts";
import { createBatch, createEmail, createOrganization, createPayout, createUser } from "./factories";
import { mailServer } from "./outbox";

/** A mail server that refuses mailboxes whose name begins with "gone", until a test changes that. */
export async function refusingServer(more: Parameters<typeof mailServer>[0] = {}) {
  const refuses = { gone: true };
  const server = await mailServer({
    ...more,
    answerTo: (to) => (refuses.gone && to.startsWith("gone") ? 550 : undefined),
  });
  return { ...server, refuses };
}

/** A batch with two payouts; the address of the first is refused. */
export async function refusedPayout(overrides = {}) {
  const organization = await createOrganization();
  const { actor } = await createUser(organization);
  const batch = await createBatch(organization, { acceptedCount: 2, createdCount: 2 });
  const payout = await createPayout(organization, {
    batchId: batch.id,
    recipientEmail: "gone@example.com",
    ...overrides,
  });
  await createPayout(organization, { batchId: batch.id });
  const email = await createEmail(payout, { status: "queued" });
  return { organization, actor, batch, payout, email };
}

export const errorsOf = (payout: { id: string }) =>
  db.select().from(ingestErrors).where(eq(ingestErrors.payoutId, payout.id));
export const openOf = async (payout: { id: string }) =>
  (await errorsOf(payout)).filter(({ resolvedAt }) => resolvedAt === null);
export const lastErrors = async (payout: { id: string }) =>
  (await db.select().from(emails).where(eq(emails.payoutId, payout.id))).map(({ lastError }) => lastError);

/** The numbers in every place that counts batches and payouts with such an error. */
export async function shownErrors({
  actor,
  batch,
}: Pick<Awaited<ReturnType<typeof refusedPayout>>, "actor" | "batch">) {
  const at = { now: await databaseNow(db), timeZone: "UTC" };
  return {
    tab: await countBatches(actor, { errors: "last-7d" }, at),
    rows: (await batchesWithErrors(actor, "last-7d", at, 5)).map(
      ({ id, unreachedCount, refusedCount, errorCount, openCount, topReason }) => ({
        id,
        unreachedCount,
        refusedCount,
        errorCount,
        openCount,
        topReason,
      }),
    ),
    listed: (await listBatches(actor, { filter: { errors: "last-7d" }, page: {} }, at)).rows.map(
      ({ unreachedCount }) => unreachedCount,
    ),
    band: await errorTotals(actor, { errors: "last-7d" }, at),
    behind: await countPayouts(actor, { batch_errors: "last-7d" }, at),
    page: (await unreachedPayouts(actor, batch.id, at)).rows.map(({ payoutId, value }) => ({ payoutId, value })),
    counted: (await stoppedPayouts(actor, [batch.id], at)).get(batch.id) ?? noneStopped,
  };
}

export const nothing = {
  tab: 0,
  rows: [],
  listed: [],
  band: { batchCount: 0, refusedCount: 0, unreachedCount: 0 },
  behind: 0,
  page: [],
  counted: noneStopped,
};

/** The same once the error is resolved: the batch stays with those that had errors, and says that none is left. */
export const resolved = ({ batch }: { batch: { id: string } }) => ({
  tab: 1,
  rows: [{ id: batch.id, unreachedCount: 0, refusedCount: 0, errorCount: 1, openCount: 0, topReason: null }],
  listed: [0],
  band: { batchCount: 1, refusedCount: 0, unreachedCount: 0 },
  behind: 2,
  page: [],
  counted: noneStopped,
});
