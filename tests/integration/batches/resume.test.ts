import { and, eq, sql } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import { closeDb, db, transaction, type Tx } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { payouts } from "@/db/schema/payouts";
import type { Actor } from "@/lib/actor";
import { recordsPerChunk } from "@/lib/batches/reading/open-file";
import { decideBatch, discardBatch } from "@/lib/batches/mutations";
import { processBatch } from "@/lib/batches/ingest/processing";
import { getBatch, type Batch } from "@/lib/batches/queries";
import { validateBatch } from "@/lib/batches/ingest/validation";
import { finishBatch, workOnDueBatch } from "@/lib/batches/ingest/work";
import { claimDue, type Claim } from "@/lib/queue";
import { admin, created, file, manyRows, received, row, rowCounts, validated } from "@/tests/support/batch-files";
import { useDatabase } from "@/tests/support/database";
import { createPayout, createRefusedRow } from "@/tests/support/factories";

useDatabase();

const chunks = 4;
/**
 * Good rows with a refused one in each chunk, a reference of the first chunk again in the last, and one recipient paid
 * twice.
 */
const faulty = () => {
  const rows = manyRows(chunks * recordsPerChunk);
  for (let chunk = 0; chunk < chunks; chunk++) rows[chunk * recordsPerChunk + 7] = row(`bad${chunk}`, "1,234");
  rows[3 * recordsPerChunk + 11] = row("R5", "9", "twin@example.com");
  rows[3 * recordsPerChunk + 12] = row("twin", "12.50", "ada5@example.com");
  return file(...rows);
};
const expected = {
  recordCount: 20_000,
  acceptedCount: 19_995,
  refusedCount: 5,
  duplicateCount: 1,
  totals: [{ currency: "USD", amountMinor: "24993750", count: 19_995 }],
};

const claimOf = async (): Promise<Claim> => (await claimDue(batches, sql`true`, 1))[0]!;
// A second ago, because a column of milliseconds rounds now up, and what is due in half a millisecond is not due.
const endLease = (id: string) =>
  db.update(batches).set({ nextAttemptAt: sql`now() - interval '1 second'` }).where(eq(batches.id, id));

const lineOf = (chunk: number, index: number) => 2 + chunk * recordsPerChunk + index;
/** Held up where the validation of a chunk keeps its refused row. */
const inValidation = (batch: Batch, chunk: number) => (tx: Tx) =>
  createRefusedRow(batch, { line: lineOf(chunk, 7) }, tx);
/** Held up where the processing of a chunk makes one of its payouts. */
const inProcessing = (actor: Actor, chunk: number) => (tx: Tx) =>
  createPayout(actor, { reference: `R${chunk * recordsPerChunk + 4}` }, tx);

/**
 * The death of a worker in the middle of a chunk: a transaction of another's holds it up there by a row that is not
 * committed, its connection is cut, the row is taken back, and its lease ends.
 */
async function dies(
  id: string,
  start: () => Promise<unknown>,
  holdUp: (tx: Tx) => Promise<unknown>,
  look: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const takenBack = new Error("taken back");
  const life = transaction(
    async (tx) => {
      await holdUp(tx);
      let end: unknown;
      const work = start().then(
        () => (end = "done"),
        (error: unknown) => (end = error),
      );
      while (end === undefined && (await db.execute(sql`select 1 from ${heldUp}`)).length === 0);
      await look();
      // It tries a chunk again by itself where two were under way, and is held up there again.
      while (end === undefined) await db.execute(sql`select pg_terminate_backend(pid) from ${heldUp}`);
      await work;
      expect(end).toBeInstanceOf(Error);
      throw takenBack;
    },
    { deadlineMs: 60_000 },
  );
  await expect(life).rejects.toBe(takenBack);
  await endLease(id);
}
const heldUp = sql`pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;

async function until(actor: Actor, id: string, holds: (batch: Batch) => boolean): Promise<void> {
  while (!holds(await getBatch(actor, id)));
}

/** Every row exactly once: as many payouts, emails and events as were accepted, each line once. */
async function expectWhole(actor: Actor, batch: Batch) {
  expect(batch).toMatchObject({ ...expected, status: "partially_processed", createdCount: 19_995 });
  const [found] = await db.execute(sql`
    select count(*)::int as payouts, count(distinct line)::int as lines, count(distinct reference)::int as "references",
      (select count(*)::int from emails where organization_id = ${actor.organizationId}) as emails,
      (select count(*)::int from events where organization_id = ${actor.organizationId} and name = 'payout.created') as events,
      (select count(*)::int from refused_rows where batch_id = ${batch.id}) as refused,
      (select count(*)::int from ingest_errors where batch_id = ${batch.id}) as errors
    from payouts where batch_id = ${batch.id}`);
  expect(found).toEqual({
    payouts: 19_995,
    lines: 19_995,
    references: 19_995,
    emails: 19_995,
    events: 19_995,
    refused: 5,
    errors: 5,
  });
}

describe("a worker that dies in the middle", () => {
  it("of the validation leaves its chunks to the next one, who comes to the same counts as if nothing had happened", async () => {
    const actor = await admin();
    const { batch } = await received(actor, faulty());
    const claim = await claimOf();
    await dies(batch.id, () => validateBatch(claim, "worker-dead"), inValidation(batch, 2));
    expect(await getBatch(actor, batch.id)).toMatchObject({
      status: "validating",
      validatedLine: lineOf(2, -1),
      recordCount: 2 * recordsPerChunk,
      refusedCount: 2,
    });
    await validateBatch(await claimOf(), "worker-next");
    expect(await getBatch(actor, batch.id)).toMatchObject({ ...expected, status: "ready" });
    await decideBatch(actor, batch.id, "valid_rows", { acknowledgedDuplicates: true });
    await expectWhole(actor, await finishBatch(actor, batch.id));
  }, 90_000);

  it("of the processing leaves what it committed, and the next one makes each other row once", async () => {
    const actor = await admin();
    const { id } = await validated(actor, faulty());
    await decideBatch(actor, id, "valid_rows", { acknowledgedDuplicates: true });
    const claim = await claimOf();
    await dies(id, () => processBatch(claim, "worker-dead"), inProcessing(actor, 2));
    expect(await getBatch(actor, id)).toMatchObject({
      status: "processing",
      processedLine: lineOf(2, -1),
      createdCount: 2 * recordsPerChunk - 2,
    });
    await processBatch(await claimOf(), "worker-next");
    await expectWhole(actor, await getBatch(actor, id));
  }, 90_000);

  it("of each chunk, in the validation and again in the processing, is followed by others until each row is there once", async () => {
    const actor = await admin();
    const { batch } = await received(actor, faulty(), { auto: { mode: "valid_rows" } });
    for (let chunk = 0; chunk < chunks; chunk++) {
      const claim = await claimOf();
      await dies(batch.id, () => validateBatch(claim, "worker-dead"), inValidation(batch, chunk));
    }
    await validateBatch(await claimOf(), "worker-next");
    const work = () => workOnDueBatch("worker-test");
    await endLease(batch.id);
    expect((await getBatch(actor, batch.id)).status).toBe("processing");
    for (let chunk = 0; chunk < chunks; chunk++) await dies(batch.id, work, inProcessing(actor, chunk));
    await work();
    await expectWhole(actor, await getBatch(actor, batch.id));
  }, 120_000);

  it("of an all-or-nothing batch leaves nothing, and the next one starts anew and makes all", async () => {
    const actor = await admin();
    const { id } = await validated(actor, file(...manyRows(15_000)));
    await decideBatch(actor, id, "all_or_nothing");
    const claim = await claimOf();
    await dies(
      id,
      () => processBatch(claim, "worker-dead"),
      inProcessing(actor, 2),
      async () => {
        expect(await getBatch(actor, id)).toMatchObject({ processedLine: lineOf(2, -1), createdCount: 0 });
      },
    );
    expect(await db.$count(payouts, eq(payouts.batchId, id))).toBe(0);
    await processBatch(await claimOf(), "worker-next");
    expect(await getBatch(actor, id)).toMatchObject({ status: "processed", createdCount: 15_000 });
    expect((await rowCounts(actor)).slice(1, 3)).toEqual([15_000, 15_000]);
  }, 90_000);
});

describe("a claim that was lost", () => {
  it("writes nothing any more, neither in the validation nor in the processing", async () => {
    const actor = await admin();
    const { batch } = await received(actor, file(...manyRows(3)));
    const stale = await claimOf();
    await endLease(batch.id);
    const fresh = await claimOf();
    await expect(validateBatch(stale, "worker-stale")).rejects.toThrow("was lost");
    expect(await getBatch(actor, batch.id)).toMatchObject({ status: "received", recordCount: 0 });
    await validateBatch(fresh, "worker-fresh");
    await decideBatch(actor, batch.id, "valid_rows");
    await expect(processBatch(fresh, "worker-fresh").then(() => processBatch(stale, "worker-stale"))).rejects.toThrow(
      "was lost",
    );
    expect((await getBatch(actor, batch.id)).createdCount).toBe(3);
  });

  it("because the batch was discarded ends the work, and nothing of the file is created", async () => {
    const actor = await admin();
    const { batch } = await received(actor, file(...manyRows(chunks * recordsPerChunk)));
    const working = workOnDueBatch("worker-test");
    await until(actor, batch.id, ({ validatedLine }) => validatedLine > 0);
    await discardBatch(actor, batch.id);
    await working;
    expect((await getBatch(actor, batch.id)).status).toBe("discarded");
    expect(await workOnDueBatch("worker-test")).toBe(0);
    expect((await rowCounts(actor))[1]).toBe(0);
  }, 60_000);
});

describe("several workers", () => {
  it("under one and the same claim, as when the answer to a commit was lost, refuse no row for the payout that it is", async () => {
    const actor = await admin();
    const { id } = await validated(actor, faulty());
    await decideBatch(actor, id, "valid_rows", { acknowledgedDuplicates: true });
    const claim = await claimOf();
    const ends = await Promise.allSettled([processBatch(claim, "worker-test"), processBatch(claim, "worker-test")]);
    expect(ends.map(({ status }) => status)).toContain("rejected");
    await endLease(id);
    await expectWhole(actor, await finishBatch(actor, id));
  }, 90_000);

  it("on one batch take it one at a time, and an import command beside them waits for whoever has it", async () => {
    const actor = await admin();
    const { batch } = await received(actor, faulty(), { auto: { mode: "valid_rows" } });
    const worker = async () => {
      while ((await getBatch(actor, batch.id)).processedAt === null) await workOnDueBatch("worker-test");
    };
    const [ended] = await Promise.all([finishBatch(actor, batch.id), finishBatch(actor, batch.id), worker(), worker()]);
    await expectWhole(actor, ended);
  }, 90_000);
});

describe("two batches at once that are all or nothing", () => {
  it("end with as few connections as the settings allow, though each holds one from its first row to its last", async () => {
    const actor = await admin();
    const batchIds = await Promise.all(
      ["one", "other"].map(async (name) => {
        const rows = Array.from({ length: 8_000 }, (_, index) => row(`${name}${index}`));
        return (await received(actor, file(...rows), { auto: { mode: "all_or_nothing" } })).batch.id;
      }),
    );
    await closeDb();
    vi.stubEnv("DATABASE_POOL_SIZE", "3");
    try {
      const ended = await Promise.all(batchIds.map((id) => finishBatch(actor, id)));
      expect(ended.map(({ status, createdCount }) => [status, createdCount])).toEqual([
        ["processed", 8_000],
        ["processed", 8_000],
      ]);
    } finally {
      vi.unstubAllEnvs();
      await closeDb();
    }
  }, 60_000);
});

describe("a reference taken while its row is being written", () => {
  it("makes the row an error of processing; the writer waited for it and nothing is counted twice", async () => {
    const actor = await admin();
    const { id } = await validated(actor, file(row("R1"), row("R2")));
    await decideBatch(actor, id, "valid_rows");
    let working: Promise<number> | undefined;
    await transaction(async (tx) => {
      await createPayout(actor, { reference: "R1" }, tx);
      working = workOnDueBatch("worker-test");
      for (let waiting = "0"; waiting === "0"; ) {
        const [found] = await db.execute<{ count: string }>(
          sql`select count(*)::text as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        );
        waiting = found?.count ?? "0";
      }
    });
    await working;
    expect(await getBatch(actor, id)).toMatchObject({
      status: "partially_processed",
      createdCount: 1,
      acceptedCount: 1,
      refusedCount: 1,
    });
  });
});

describe("counts", () => {
  it("that do not add up are refused by the database, whoever writes them", async () => {
    const actor = await admin();
    const { batch } = await created(actor, file(row("R1")));
    const change = (counts: object) =>
      db
        .update(batches)
        .set(counts)
        .where(and(eq(batches.organizationId, actor.organizationId), eq(batches.id, batch.id)));
    await expect(change({ acceptedCount: 2 })).rejects.toMatchObject({ code: "23514" });
    await expect(change({ createdCount: 0 })).rejects.toMatchObject({ code: "23514" });
    await expect(change({ refusedCount: 1, recordCount: 2 })).rejects.toMatchObject({ code: "23514" });
  });
});

it("a file of 50,000 rows, a tenth of them bad, is through in reasonable time", async () => {
  const actor = await admin();
  const rows = Array.from({ length: 50_000 }, (_, index) =>
    row(`R${index}`, index % 10 ? "12.50" : "12:50", `ada${index}@example.com`),
  );
  expect((await created(actor, file(...rows))).batch).toMatchObject({ createdCount: 45_000, refusedCount: 5_000 });
}, 120_000);
