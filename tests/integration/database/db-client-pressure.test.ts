import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { db, isDatabaseUnavailable, transaction, type Executor } from "@/db/client";
import { ownCluster } from "@/tests/support/own-cluster";

const cluster = ownCluster();
const uncaught: unknown[] = [];
const catchUncaught = (error: unknown) => void uncaught.push(error);

beforeEach(async () => {
  process.on("uncaughtException", catchUncaught).on("unhandledRejection", catchUncaught);
  await db.execute(sql`truncate entry`);
  triples.length = 0;
});

afterEach(() => {
  process.off("uncaughtException", catchUncaught).off("unhandledRejection", catchUncaught);
});

let lastId = 0;
// Without parameters, because only such statements can fill a driver's pipeline.
const insert = (executor: Executor, id: number) =>
  executor.execute(sql.raw(`insert into entry values (${id}, 'load')`));

/** Writes one row. @returns its id once it is acknowledged */
async function writeOne(): Promise<number[]> {
  const id = ++lastId;
  await insert(db, id);
  return [id];
}

const triples: number[][] = [];

/** Writes three rows, or none. @returns their ids once the commit is acknowledged */
function writeThree(): Promise<number[]> {
  const own = [++lastId, ++lastId, ++lastId];
  triples.push(own);
  return transaction(async (tx) => {
    for (const id of own) await insert(tx, id);
    return own;
  });
}

async function storedIds(): Promise<Set<number>> {
  return new Set((await db.execute<{ id: number }>(sql`select id from entry`)).map((row) => row.id));
}

/** The number of different connections used by ten transactions that wait for one another. */
async function poolStrength(): Promise<number> {
  let arrived = 0;
  let allArrived = () => {};
  const gathering = new Promise<void>((resolve) => (allArrived = resolve));
  const pids = Array.from({ length: 10 }, () =>
    transaction(async (tx) => {
      const [row] = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
      if (++arrived === 10) allArrived();
      await gathering;
      return row!.pid;
    }),
  );
  return new Set(await Promise.all(pids)).size;
}

test("3,000 concurrent single writes and 300 transactions all succeed, and every acknowledged row exists", async () => {
  await poolStrength();
  const work: Promise<number[]>[] = [];
  const writeSingly = (count: number) => work.push(...Array.from({ length: count }, writeOne));
  // Transactions start while single writes fill the connections, and single writes follow the last of them.
  for (let wave = 0; wave < 20; wave++) {
    writeSingly(100);
    await new Promise(setImmediate);
    work.push(...Array.from({ length: 15 }, writeThree));
  }
  writeSingly(1_000);
  const outcomes = await Promise.allSettled(work);
  const acknowledged = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? outcome.value : []));
  const stored = await storedIds();
  expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
  expect(outcomes.filter((outcome) => outcome.status === "rejected")).toEqual([]);
  expect(uncaught).toEqual([]);
});

/** Two hundred callers that write without pause until stopped, and record each acknowledgment. */
function underLoad() {
  const account = {
    acknowledged: [] as number[],
    unavailable: 0,
    unexpected: [] as unknown[],
    slowestMs: 0,
    unsettled: 0,
  };
  let stopped = false;
  async function caller(turn: number): Promise<void> {
    while (!stopped) {
      const startedAt = performance.now();
      account.unsettled++;
      try {
        account.acknowledged.push(...(await (turn++ % 2 ? writeOne() : writeThree())));
      } catch (error) {
        if (isDatabaseUnavailable(error)) account.unavailable++;
        else account.unexpected.push(error);
      }
      account.unsettled--;
      account.slowestMs = Math.max(account.slowestMs, performance.now() - startedAt);
    }
  }
  const callers = Promise.all(Array.from({ length: 200 }, (_, turn) => caller(turn)));
  return { account, stop: () => ((stopped = true), callers) };
}

type Disaster = () => Promise<unknown>;

const terminateBackends: Disaster = () =>
  db.execute(
    sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'meridian' and pid <> pg_backend_pid()`,
  );

// A killed backend makes the server drop every connection and recover from its log.
const crash: Disaster = async () => {
  const [row] = await db.execute<{ pid: number }>(
    sql`select pid from pg_stat_activity where application_name = 'meridian' and pid <> pg_backend_pid() limit 1`,
  );
  if (row) process.kill(row.pid, "SIGKILL");
};

test("restarts, crashes and killed backends under load lose no acknowledged row, and the pool recovers", async () => {
  const restart: Disaster = () => cluster().restart();
  const { account, stop } = underLoad();
  const moreAcknowledged = async (rows: number, timeout: number) => {
    const enough = account.acknowledged.length + rows;
    await vi.waitFor(() => expect(account.acknowledged.length).toBeGreaterThanOrEqual(enough), {
      timeout,
      interval: 5,
    });
  };

  for (const disaster of [restart, terminateBackends, crash, restart, terminateBackends, restart]) {
    await moreAcknowledged(300, 10_000);
    await disaster();
    await moreAcknowledged(1, 5_000);
  }
  await moreAcknowledged(300, 10_000);
  const stopping = stop();
  await vi.waitFor(() => expect(account.unsettled).toBe(0), { timeout: 10_000 });
  await stopping;

  const stored = await storedIds();
  expect(account.acknowledged.filter((id) => !stored.has(id))).toEqual([]);
  expect(triples.filter((own) => own.some((id) => stored.has(id)) && !own.every((id) => stored.has(id)))).toEqual([]);
  expect(account.unavailable).toBeGreaterThan(0);
  expect(account.unexpected).toEqual([]);
  expect(account.slowestMs).toBeLessThan(10_000);
  expect(uncaught).toEqual([]);
  expect(await poolStrength()).toBe(10);
}, 60_000);
