import { sql } from "drizzle-orm";
import { afterAll, beforeAll } from "vitest";
import { closeDb, db } from "@/db/client";
import type { Cluster } from "@/db/embedded/cluster";
import { migrate } from "@/db/migrate";
import type { UserActor } from "@/lib/actor";
import type { At } from "@/lib/moment";
import { databaseNow } from "@/lib/time";
import { seedBig } from "@/scripts/big-seed/load";
import { startThrowAwayCluster } from "./cluster";
import "./own-environment";
import { sayExtra } from "./say-extra";
import { vacuumed } from "./vacuumed";

/** The admin of the organization with half of all payouts. */
type LargeWorld = { actor: UserActor; at: At };

/**
 * 40,000 payouts on a server of its own for the test file, whose statistics are those of a large database. They take
 * most of a minute to make, so what is asked of them stands in one file.
 */
export function useLargeWorld(onMade: (world: LargeWorld) => void): void {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startThrowAwayCluster();
    process.env.DATABASE_URL = cluster.url;
    await closeDb();
    await migrate(cluster.url);
    await seedBig({ payouts: 40_000, hard: false }, () => {});
    await sayExtra();
    await vacuumed("payouts", "payout_search", "events", "batches", "ingest_errors", "emails");
    onMade(await largeWorld());
  }, 240_000);
  afterAll(async () => {
    await closeDb();
    await cluster.stop();
  });
}

async function largeWorld(): Promise<LargeWorld> {
  const [large] = await db.execute<Record<"id" | "userId" | "name" | "timeZone", string>>(sql`
    select o.id, o.name, o.time_zone as "timeZone", u.id as "userId" from organizations o join users u on u.organization_id = o.id
    where o.slug = 'large'`);
  const { id, userId, name, timeZone } = large!;
  const actor: UserActor = {
    type: "user",
    organizationId: id,
    userId,
    role: "admin",
    organizationName: name,
    timeZone,
    ...{ name: "", email: "", displayZone: null, theme: "system", sessionId: id },
    requestId: "plans",
  };
  return { actor, at: { now: await databaseNow(db), timeZone } };
}
