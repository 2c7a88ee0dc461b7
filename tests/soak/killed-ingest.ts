import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { and, eq, sql } from "drizzle-orm";
import { afterEach, expect } from "vitest";
import { db, transaction } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { Random } from "@/scripts/demo-data/random";
import { systemActor } from "@/lib/actor";
import { batchProgress, type BatchProgress } from "@/lib/batches/progress";
import { getBatch } from "@/lib/batches/queries";
import { receiveFile } from "@/lib/batches/ingest/receive";
import { isUnderWay } from "@/lib/batches/status";
import { payoutLine } from "@/tests/bench/payout-file";
import { programFile } from "@/tests/support/database";
import { createOrganization, createPayout } from "@/tests/support/factories";
import { mixedFile, expectEachRowOnce } from "./each-row-once";

type KillOptions = { databaseUrl: string; rows: number; kills: number; seed: string };
type Ingest = { organizationId: string; id: string };

const lookEveryMs = 20;

/** Deletes hundreds of thousands of rows at once, before the next test would delete them one by one. */
export const emptyAfterwards = () =>
  afterEach(() =>
    transaction(
      (tx) =>
        tx.execute(
          sql`set local session_replication_role = replica; truncate payouts, events, emails, batch_file_chunks, refused_rows, ingest_errors`,
        ),
      { deadlineMs: 60_000 },
    ),
  );

/** Kills the worker at random moments of one ingest, then lets it end and compares every row with the file. */
export async function surviveKills({ databaseUrl, rows, kills, seed }: KillOptions): Promise<void> {
  const random = new Random(seed);
  const { id: organizationId } = await createOrganization();
  const received = await receiveFile(systemActor(organizationId, "chaos"), {
    fileName: "chaos.csv",
    bytes: mixedFile(rows),
    auto: { mode: "valid_rows" },
  });
  if ("fileFaults" in received) throw new Error(received.fileFaults[0]?.code);
  const ingest = { organizationId, id: received.batch.id };
  // Sorted by file position, so that each kill happens before the ingest has passed it.
  const moments = Array.from({ length: kills }, () => random.float()).sort((a, b) => a - b);
  await heldBeforeItsEnd(ingest, rows, async () => {
    for (const moment of moments) {
      const before = await batchOf(ingest);
      await withWorker(databaseUrl, async () => {
        await until(async () => (await batchOf(ingest)).fence > before.fence);
        await until(async () => wayOf(await progressOf(ingest)) >= moment * 0.9);
        await sleep(random.int(0, 150));
      });
      await expectUnderWay(ingest, before.fence);
      await endLease(ingest);
    }
  });
  await withWorker(databaseUrl, () => until(async () => isOver((await progressOf(ingest)).status)));
  await expectEachRowOnce(ingest, rows);
}

/** Runs a real worker process and kills it when `meanwhile` is over, whatever it is doing. */
async function withWorker(databaseUrl: string, meanwhile: () => Promise<void>): Promise<void> {
  const worker = spawn(process.execPath, [programFile("worker")], {
    env: { ...process.env, DATABASE_URL: databaseUrl },
    stdio: ["ignore", "ignore", "inherit"],
  });
  try {
    await Promise.race([meanwhile(), endedByItself(worker)]);
  } finally {
    const ended = once(worker, "exit");
    worker.kill("SIGKILL");
    await ended;
  }
}

async function endedByItself(worker: ChildProcess): Promise<never> {
  const [code] = (await once(worker, "exit")) as [number | null];
  throw new Error(`The worker ended by itself (${code}).`);
}

async function until(reached: () => Promise<boolean>): Promise<void> {
  while (!(await reached())) await sleep(lookEveryMs);
}

const progressOf = ({ organizationId, id }: Ingest) => batchProgress(systemActor(organizationId, "chaos"), id);
const batchOf = ({ organizationId, id }: Ingest) => getBatch(systemActor(organizationId, "chaos"), id);

/** Keeps the ingest from ending: its last row waits for a payout with the same reference that is never committed. */
async function heldBeforeItsEnd(
  { organizationId }: Ingest,
  rows: number,
  meanwhile: () => Promise<void>,
): Promise<void> {
  const rolledBack = new Error("rolled back");
  const held = transaction(
    async (tx) => {
      await createPayout(
        { organizationId },
        {
          reference: payoutLine(rows - 1)
            .split(",")
            .at(-2)!,
        },
        tx,
      );
      await meanwhile();
      throw rolledBack;
    },
    { deadlineMs: 60 * 60_000 },
  );
  await held.catch((error: unknown) => (error === rolledBack ? undefined : Promise.reject(error)));
}

/** The killed worker had claimed the batch and not finished it. */
async function expectUnderWay(ingest: Ingest, fenceBefore: number): Promise<void> {
  const batch = await batchOf(ingest);
  expect(isUnderWay(batch)).toBe(true);
  expect(batch.fence).toBeGreaterThan(fenceBefore);
}

const isOver = (status: BatchProgress["status"]) => ["processed", "partially_processed", "rejected"].includes(status);

/** From 0 to 1 over both passes over the file; the second, which writes the payouts, takes longer. */
function wayOf({ status, share }: BatchProgress): number {
  if (isOver(status)) return 1;
  return status === "processing" ? 0.3 + 0.7 * share : 0.3 * share;
}

/** Ends the leases of the killed worker, which would end a minute later. */
async function endLease({ organizationId, id }: Ingest): Promise<void> {
  const [batch] = await db
    .update(batches)
    .set({ nextAttemptAt: new Date(0) })
    .where(and(eq(batches.organizationId, organizationId), eq(batches.id, id)))
    .returning();
  expect(batch!.acceptedCount + batch!.refusedCount).toBe(batch!.recordCount);
}
