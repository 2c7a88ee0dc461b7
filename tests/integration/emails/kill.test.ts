import { setTimeout as sleep } from "node:timers/promises";
import { and, eq, gt, sql } from "drizzle-orm";
import { afterEach, expect, test } from "vitest";
import { db } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { events } from "@/db/schema/events";
import { payouts } from "@/db/schema/payouts";
import { Random } from "@/scripts/demo-data/random";
import { resendPayout } from "@/lib/payouts/mutations";
import { queueTable } from "@/lib/worker/queues";
import { createOrganization, createPayout, createUser } from "@/tests/support/factories";
import { orInSoak, testSeed } from "@/tests/support/seed";
import { useDatabase } from "@/tests/support/database";
import { useWorkers } from "@/tests/support/worker-processes";
import { startMailServer, type Received } from "@/tests/support/mail-server";

const workers = useWorkers(useDatabase());
const resends = orInSoak(120, 1_000);
const kills = orInSoak(2, 4);
const workersAtOnce = 2;

let close: (() => Promise<void>) | undefined;
afterEach(async () => {
  await close?.();
});

async function queueResends() {
  const organization = await createOrganization();
  const { actor } = await createUser(organization);
  const ids = [];
  for (let index = 0; index < resends; index++)
    ids.push((await createPayout(organization, { lastEmailedAt: null })).id);
  for (let start = 0; start < resends; start += 10)
    await Promise.all(ids.slice(start, start + 10).map((id) => resendPayout(actor, id)));
}

/** Ends the leases of killed workers, which would end a minute later. */
const endLeases = () =>
  db
    .update(emails)
    .set({ nextAttemptAt: new Date(0) })
    .where(and(eq(emails.status, "queued"), gt(emails.leasedUntil, sql`now()`)));

const copiesOf = (received: Received[]) =>
  received.reduce(
    (copies, { messageId }) => copies.set(messageId, (copies.get(messageId) ?? 0) + 1),
    new Map<string, number>(),
  );

test(`${resends} resends are all sent under one Message-ID each, with few copies, while workers are killed (TEST_SEED=${testSeed})`, {
  timeout: 15 * 60_000,
}, async () => {
  const random = new Random(testSeed);
  const server = await startMailServer();
  close = server.close;
  await queueResends();
  for (let round = 1; round <= kills; round++) {
    const started = Array.from({ length: workersAtOnce }, workers.start);
    const goal = (resends * round) / (kills + 1);
    await expect.poll(() => server.received.length, { timeout: 300_000, interval: 5 }).toBeGreaterThanOrEqual(goal);
    await sleep(random.int(0, 40));
    await Promise.all(started.map(workers.kill));
    expect(await db.$count(emails, eq(emails.status, "queued"))).toBeGreaterThan(0);
    await endLeases();
  }
  Array.from({ length: workersAtOnce }, workers.start);
  await expect.poll(() => db.$count(emails, eq(emails.status, "queued")), { timeout: 300_000, interval: 100 }).toBe(0);

  const rows = await db.select().from(emails);
  expect(rows.filter(({ status, kind }) => status === "sent" && kind === "payout_resent")).toHaveLength(resends);
  const copies = copiesOf(server.received);
  expect([...copies.keys()].sort()).toEqual(rows.map(({ id }) => `<${id}@meridian.example>`).sort());
  const byId = new Map(rows.map((row) => [`<${row.id}@meridian.example>`, row.toEmail]));
  for (const { messageId, to } of server.received) expect(to).toBe(byId.get(messageId));
  // Only an email in a killed worker's hands can be sent twice.
  const inHand = workersAtOnce * queueTable.emails.slots;
  expect(server.received.length).toBeLessThanOrEqual(resends + kills * inHand);
  expect(Math.max(...copies.values())).toBeLessThanOrEqual(1 + kills);
  expect(await db.$count(events, eq(events.name, "email.sent"))).toBe(resends);
  expect(await db.$count(payouts, sql`${payouts.lastEmailedAt} is null`)).toBe(0);
});
