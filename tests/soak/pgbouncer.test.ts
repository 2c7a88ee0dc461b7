import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { eq, sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { closeDb, db, listen, maintain, transaction } from "@/db/client";
import { openConnection } from "@/db/driver/open";
import type { Cluster } from "@/db/embedded/cluster";
import { migrate } from "@/db/migrate";
import { payouts } from "@/db/schema/payouts";
import { systemActor, type UserActor } from "@/lib/actor";
import { receiveFile } from "@/lib/batches/ingest/receive";
import { isUnderWay } from "@/lib/batches/status";
import { getBatch } from "@/lib/batches/queries";
import { dashboard } from "@/lib/dashboard/queries";
import { cancelPayout, resendPayout } from "@/lib/payouts/mutations";
import { listPayouts } from "@/lib/payouts/queries";
import { databaseNow } from "@/lib/time";
import { payoutLine } from "@/tests/bench/payout-file";
import { startThrowAwayCluster } from "@/tests/support/cluster";
import { createOrganization, createUser, type Organization } from "@/tests/support/factories";
import { actorByPassword } from "@/tests/support/sessions";
import { startPgBouncer, whyNoPgBouncer, type PgBouncer } from "@/tests/support/pgbouncer";
import { exported } from "@/tests/support/walk-list";

const password = "correct horse battery staple";
const rows = 300;
const soon = { timeout: 60_000, interval: 100 };

describe.skipIf(whyNoPgBouncer !== null)(`behind PgBouncer${whyNoPgBouncer ? ` (${whyNoPgBouncer})` : ""}`, () => {
  let cluster: Cluster;
  let bouncer: PgBouncer;
  let worker: ChildProcess | undefined;

  beforeAll(async () => {
    cluster = await startThrowAwayCluster();
    bouncer = await startPgBouncer(cluster.url);
  });

  afterEach(closeDb);

  afterAll(async () => {
    worker?.kill("SIGKILL");
    await closeDb();
    await bouncer?.stop();
    await cluster?.stop();
  });

  const pooled = () => {
    process.env.DATABASE_URL = bouncer.url;
    process.env.DATABASE_POOLER = "transaction";
  };

  it.each([
    ["refuses the settings of sessions", []],
    [
      "drops them",
      [
        "ignore_startup_parameters = jit,max_parallel_workers_per_gather,statement_timeout,lock_timeout,idle_in_transaction_session_timeout",
      ],
    ],
  ])("does not start without its variable before a pooler that %s", async (_, settings) => {
    const plain = await startPgBouncer(cluster.url, settings);
    delete process.env.DATABASE_POOLER;
    await expect(migrate(plain.url, { reachMs: 2_000 })).rejects.toThrow(/Set DATABASE_POOLER=transaction/);
    await closeDb();
    await plain.stop();
  });

  it("runs every statement under its limits, and leaves nothing of it in a session that others get", async () => {
    pooled();
    await migrate(bouncer.url);
    const under = sql`select current_setting('statement_timeout') as time, current_setting('jit') as jit, current_setting('TimeZone') as zone`;
    const limits = { time: "7500ms", jit: "off", zone: "UTC" };
    const own = () => transaction(async (tx) => [...(await tx.execute(under))], { deadlineMs: 60_000 });
    const answers = await Promise.all(Array.from({ length: 20 }, async () => [...(await db.execute(under))]));
    for (const answer of answers) expect(answer).toEqual([limits]);
    expect(await own()).toEqual([{ ...limits, time: "59500ms" }]);
    await expect(db.execute(sql`select pg_sleep(9)`)).rejects.toMatchObject({ name: "DatabaseUnavailable" });
    for (let session = 0; session < 8; session++) {
      const connection = await openConnection({ url: bouncer.url, pooled: true });
      expect([...(await connection.send("select current_setting('statement_timeout') as time"))]).toEqual([
        { time: "0" },
      ]);
      expect([...(await connection.send("select name from pg_prepared_statements"))]).toEqual([]);
      await connection.close();
    }
  });

  it("listens and maintains past the pooler where DATABASE_DIRECT_URL says how, and says so where it does not", async () => {
    pooled();
    await expect(maintain("vacuum payouts", 10_000)).rejects.toThrow("DATABASE_DIRECT_URL");
    await (await listen("a channel", () => undefined)).close();
    await closeDb();
    process.env.DATABASE_DIRECT_URL = cluster.url;
    const heard: string[] = [];
    const subscription = await listen("a channel", (payload) => heard.push(payload));
    await db.execute(sql`select pg_notify('a channel', 'hello')`);
    await expect.poll(() => heard, soon).toEqual(["hello"]);
    await subscription.close();
    await maintain("vacuum payouts", 10_000);
    delete process.env.DATABASE_DIRECT_URL;
  });

  it("signs in, imports, shows, cancels, resends and exports, with a worker of its own", async () => {
    pooled();
    const organization = await createOrganization();
    const actor = await signedIn(organization);
    worker = startWorker();
    const received = await receiveFile(systemActor(organization.id, "test"), {
      fileName: "payouts.csv",
      bytes: fileOf(rows),
      auto: { mode: "valid_rows" },
    });
    if ("fileFaults" in received) throw new Error(received.fileFaults[0]?.code);
    const underWay = async () => isUnderWay(await getBatch(actor, received.batch.id));
    await expect.poll(underWay, soon).toBe(false);
    const listed = await listPayouts(actor, { filter: {}, page: {} }, await moment(actor));
    expect(listed.total.count).toBe(rows);
    const [first, second] = listed.rows;
    expect((await cancelPayout(actor, first!.id, "A test")).status).toBe("canceled");
    const anHourAgo = new Date(Date.now() - 3_600_000);
    await db.update(payouts).set({ lastEmailedAt: anHourAgo }).where(eq(payouts.id, second!.id));
    expect((await resendPayout(actor, second!.id)).resendCount).toBe(1);
    await expect
      .poll(
        async () =>
          (await dashboard(actor, await moment(actor))).summary.tiles.find(({ group }) => group === "pending")!.count,
        soon,
      )
      .toBe(rows - 1);
    expect(await exported(actor, {}, await moment(actor))).toHaveLength(rows);
  });
});

async function signedIn(organization: Organization): Promise<UserActor> {
  return (await actorByPassword((await createUser(organization, { password })).email, password))!;
}

const moment = async ({ timeZone }: UserActor) => ({ now: await databaseNow(db), timeZone });

function startWorker(): ChildProcess {
  const worker = spawn(process.execPath, ["--import", "tsx", "lib/worker/main.ts"], {
    env: { ...process.env, SMTP_URL: "" },
    stdio: ["ignore", "ignore", "inherit"],
  });
  void once(worker, "exit");
  return worker;
}

async function* fileOf(count: number): AsyncGenerator<Uint8Array> {
  yield Buffer.from("recipient_name,email,amount,currency,reference,expires_at\n");
  for (let index = 0; index < count; index++) yield Buffer.from(payoutLine(index));
}
