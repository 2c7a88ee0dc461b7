import { setTimeout as sleep } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { events } from "@/db/schema/events";
import { payouts } from "@/db/schema/payouts";
import { runPayouts } from "@/db/schema/run_payouts";
import { runs } from "@/db/schema/runs";
import { Random } from "@/scripts/demo-data/random";
import { getRun } from "@/lib/runs/queries";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createUser } from "@/tests/support/factories";
import { manyPayouts, startedRun } from "@/tests/support/runs";
import { useWorkers } from "@/tests/support/worker-processes";
import { orInSoak, testSeed } from "@/tests/support/seed";

const workers = useWorkers(useDatabase());
const count = orInSoak(300, 5_000);
const kills = orInSoak(2, 10);

test(`a run of ${count} payouts whose worker is killed ${kills} times acts on each once, and has it recorded (TEST_SEED=${testSeed})`, {
  timeout: 15 * 60_000,
}, async () => {
  const random = new Random(testSeed);
  const organization = await createOrganization();
  const { actor } = await createUser(organization);
  await manyPayouts(organization.id, count);
  const id = await startedRun(actor, "resend", { filter: {} });
  const done = async () => (await getRun(actor, id)).doneCount;
  for (let round = 1; round <= kills; round++) {
    const worker = workers.start();
    await expect.poll(done, { timeout: 120_000, interval: 5 }).toBeGreaterThanOrEqual((count * round) / (kills + 2));
    await sleep(random.int(0, 20));
    await workers.kill(worker);
    expect(await done()).toBeLessThan(count);
    // Ends the lease of the killed worker, which would end a minute later.
    await db.update(runs).set({ nextAttemptAt: new Date(0) });
  }
  workers.start();
  await expect.poll(async () => (await getRun(actor, id)).status, { timeout: 300_000, interval: 50 }).toBe("done");

  expect(await getRun(actor, id)).toMatchObject({ doneCount: count, skippedCount: 0, failedCount: 0 });
  expect(await db.$count(runPayouts, eq(runPayouts.result, "done"))).toBe(count);
  expect(await db.$count(payouts, eq(payouts.resendCount, 1))).toBe(count);
  const [resent] = await db.execute(sql`
    select count(*)::int as events, count(distinct payout_id)::int as payouts from events where name = 'payout.resent'`);
  expect(resent).toEqual({ events: count, payouts: count });
  expect(await db.$count(emails, eq(emails.kind, "payout_resent"))).toBe(count);
  expect(await db.$count(events, eq(events.name, "run.ended"))).toBe(1);
});
