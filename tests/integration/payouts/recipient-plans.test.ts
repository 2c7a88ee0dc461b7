import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDb, db } from "@/db/client";
import type { Cluster } from "@/db/embedded/cluster";
import { migrate } from "@/db/migrate";
import type { Actor } from "@/lib/actor";
import { systemActor } from "@/lib/actor";
import type { At } from "@/lib/moment";
import type { PayoutFilter } from "@/lib/payouts/list/filter";
import { listPayouts } from "@/lib/payouts/queries";
import { recentlyTo } from "@/lib/payouts/recipients/links";
import { recipientTotals } from "@/lib/payouts/recipients/queries";
import { databaseNow } from "@/lib/time";
import { seedBig } from "@/scripts/big-seed/load";
import { startThrowAwayCluster } from "@/tests/support/cluster";
import { blocksOf, explaining, scannedTables } from "@/tests/support/explained";
import { vacuumed } from "@/tests/support/vacuumed";
import "@/tests/support/own-environment";

const mostBlocks = 500;
const manyPayouts = 3_000;

// A server of its own, whose statistics are those of a large database.
let cluster: Cluster;
let actor: Actor;
let at: At;
/** A payout to somebody with 3,000 payouts, and one to somebody with few. */
let known: { many: string; few: string };
beforeAll(async () => {
  cluster = await startThrowAwayCluster();
  process.env.DATABASE_URL = cluster.url;
  await closeDb();
  await migrate(cluster.url);
  await seedBig({ payouts: 40_000, hard: false }, () => {});
  const [large] = await db.execute<{ id: string }>(sql`select id from organizations where slug = 'large'`);
  actor = systemActor(large!.id, "plans");
  await db.execute(sql`update payouts set recipient_email = 'Many@example.com' where organization_id = ${large!.id}
    and id in (select id from payouts where organization_id = ${large!.id} order by reference limit ${manyPayouts})`);
  await vacuumed("payouts");
  const [ids] = await db.execute<{ many: string; few: string }>(sql`
    select (select id from payouts where organization_id = ${large!.id} and recipient_email = 'Many@example.com' limit 1) as many,
      (select id from payouts where organization_id = ${large!.id} and recipient_email <> 'Many@example.com' limit 1) as few`);
  known = ids!;
  at = { now: await databaseNow(db), timeZone: "UTC" };
}, 120_000);
afterAll(async () => {
  await closeDb();
  await cluster.stop();
});

test("lists, totals and the warning of a recipient read few blocks and no table from end to end, of 3,000 payouts too", async () => {
  for (const recipient of [known.many, known.few]) {
    const filters: PayoutFilter[] = [
      { recipient },
      { recipient, group: "failed" },
      { recipient, status: ["completed"], currency: "USD" },
      recentlyTo(recipient),
    ];
    const { executor, plans } = explaining();
    for (const filter of filters) await listPayouts(actor, { filter, page: {} }, at, 50, executor);
    await recipientTotals(actor, recipient, at, executor);
    expect(plans.flatMap(scannedTables)).toEqual([]);
    expect(Math.max(...plans.map(blocksOf)), JSON.stringify(plans.map(blocksOf))).toBeLessThanOrEqual(mostBlocks);
  }
}, 60_000);
