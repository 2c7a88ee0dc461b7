import { and, eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db, transaction } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { payouts } from "@/db/schema/payouts";
import type { Actor } from "@/lib/actor";
import { recordsPerChunk } from "@/lib/batches/chunks";
import { decideBatch, discardBatch } from "@/lib/batches/mutations";
import { processBatch } from "@/lib/batches/processing";
import { getBatch, type Batch } from "@/lib/batches/queries";
import { validateBatch } from "@/lib/batches/validation";
import { finishBatch, workOnDueBatch } from "@/lib/batches/work";
import { claimDue, type Claim } from "@/lib/queue";
import { admin, created, file, manyRows, received, row, rowCounts, validated } from "../batch-files";
import { useDatabase } from "../database";
import { createPayout } from "../factories";

useDatabase();

const chunks = 4;
/** Good rows with a refused one in each chunk, a reference of the first chunk again in the last, and one recipient paid twice. */
const faulty = () => {
  const rows = manyRows(chunks * recordsPerChunk);
  for (let chunk = 0; chunk < chunks; chunk++) rows[chunk * recordsPerChunk + 7] = row(`bad${chunk}`, "1,234");
  rows[3 * recordsPerChunk + 11] = row("R5", "9", "twin@example.com");
  rows[3 * recordsPerChunk + 12] = row("twin", "12.50", "ada5@example.com");
  return file(...rows);
};
const expected = { recordCount: 20_000, acceptedCount: 19_995, refusedCount: 5, duplicateCount: 1, totals: [{ currency: "USD", amountMinor: "24993750", count: 19_995 }] };

const claimOf = async (): Promise<Claim> => (await claimDue(batches, sql`true`, 1))[0]!;
// A second ago, because a column of milliseconds rounds now up, and what is due in half a millisecond is not due.
const endLease = (id: string) => db.update(batches).set({ nextAttemptAt: sql`now() - interval '1 second'` }).where(eq(batches.id, id));

/** Ends every statement under way, as the death of the process that asked for them would. */
const cutConnections = () =>
  db
    .execute(sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and query ~ 'payouts|refused_rows'`)
    .catch(() => []);

/** What happens when a worker is gone and its lease ends: the next one claims the batch under a new fence. */
async function takeOver(id: string): Promise<Claim> {
  for (;;) {
    await cutConnections();
    await endLease(id).catch(() => undefined);
    const [claim] = await claimDue(batches, sql`${batches.processedAt} is null`, 1).catch(() => []);
    if (claim) return claim;
    const [batch] = await db.select().from(batches).where(eq(batches.id, id)).catch(() => []);
    if (batch?.processedAt) throw new Error("the first worker was too quick to be interrupted");
  }
}

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
  expect(found).toEqual({ payouts: 19_995, lines: 19_995, references: 19_995, emails: 19_995, events: 19_995, refused: 5, errors: 5 });
}

// Now and then the worker is done before it can be cut off, and the test has shown nothing: then it begins anew.
describe("a worker that dies in the middle", { retry: 5 }, () => {
  it("of the validation leaves its chunks to the next one, who comes to the same counts as if nothing had happened", async () => {
    const actor = await admin();
    const { batch } = await received(actor, faulty());
    const dead = validateBatch(await claimOf(), "worker-dead").catch((error: unknown) => error);
    await until(actor, batch.id, ({ validatedLine }) => validatedLine > recordsPerChunk);
    const claim = await takeOver(batch.id);
    const before = await getBatch(actor, batch.id);
    expect(before.status).toBe("validating");
    await validateBatch(claim, "worker-next");
    expect(await dead).toBeInstanceOf(Error);
    expect(await getBatch(actor, batch.id)).toMatchObject({ ...expected, status: "ready" });
    await decideBatch(actor, batch.id, "valid_rows", { acknowledgedDuplicates: true });
    await expectWhole(actor, await finishBatch(actor, batch.id));
  }, 90_000);

  it("of the processing leaves what it committed, and the next one makes each other row once", async () => {
    const actor = await admin();
    const { id } = await validated(actor, faulty());
    await decideBatch(actor, id, "valid_rows", { acknowledgedDuplicates: true });
    const dead = processBatch(await claimOf(), "worker-dead").catch((error: unknown) => error);
    await until(actor, id, ({ createdCount }) => createdCount > 0);
    await processBatch(await takeOver(id), "worker-next");
    expect(await dead).toBeInstanceOf(Error);
    await expectWhole(actor, await getBatch(actor, id));
  }, 90_000);

  it("with its connections cut again and again is followed by others, until each row is there once", async () => {
    const actor = await admin();
    const { batch } = await received(actor, faulty(), { auto: { mode: "valid_rows" } });
    let working = true;
    const work = (async () => {
      for (;;) {
        await workOnDueBatch("worker-test").catch(() => endLease(batch.id));
        const now = await getBatch(actor, batch.id).catch(() => undefined);
        if (now?.processedAt) return;
      }
    })().finally(() => (working = false));
    for (let cuts = 0; working && cuts < 12; ) {
      if ((await cutConnections()).length > 0) cuts++;
    }
    await work;
    await expectWhole(actor, await getBatch(actor, batch.id));
  }, 120_000);

  it("of an all-or-nothing batch leaves nothing, and the next one starts anew and makes all", async () => {
    const actor = await admin();
    const { id } = await validated(actor, file(...manyRows(15_000)));
    await decideBatch(actor, id, "all_or_nothing");
    const dead = processBatch(await claimOf(), "worker-dead").catch((error: unknown) => error);
    await until(actor, id, ({ processedLine }) => processedLine > recordsPerChunk);
    expect(await db.$count(payouts, eq(payouts.batchId, id))).toBe(0);
    await processBatch(await takeOver(id), "worker-next");
    expect(await dead).toBeInstanceOf(Error);
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
    await expect(processBatch(fresh, "worker-fresh").then(() => processBatch(stale, "worker-stale"))).rejects.toThrow("was lost");
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
        const [found] = await db.execute<{ count: string }>(sql`select count(*)::text as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`);
        waiting = found?.count ?? "0";
      }
    });
    await working;
    expect(await getBatch(actor, id)).toMatchObject({ status: "partially_processed", createdCount: 1, acceptedCount: 1, refusedCount: 1 });
  });
});

describe("counts", () => {
  it("that do not add up are refused by the database, whoever writes them", async () => {
    const actor = await admin();
    const { batch } = await created(actor, file(row("R1")));
    const change = (counts: object) => db.update(batches).set(counts).where(and(eq(batches.organizationId, actor.organizationId), eq(batches.id, batch.id)));
    await expect(change({ acceptedCount: 2 })).rejects.toMatchObject({ code: "23514" });
    await expect(change({ createdCount: 0 })).rejects.toMatchObject({ code: "23514" });
    await expect(change({ refusedCount: 1, recordCount: 2 })).rejects.toMatchObject({ code: "23514" });
  });
});

it("a file of 50,000 rows, a tenth of them bad, is through in reasonable time", async () => {
  const actor = await admin();
  const rows = Array.from({ length: 50_000 }, (_, index) => row(`R${index}`, index % 10 ? "12.50" : "12:50", `ada${index}@example.com`));
  expect((await created(actor, file(...rows))).batch).toMatchObject({ createdCount: 45_000, refusedCount: 5_000 });
}, 120_000);
