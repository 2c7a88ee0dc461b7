import { eq, sql } from "drizzle-orm";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { db, transaction } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { emails } from "@/db/schema/emails";
import { events } from "@/db/schema/events";
import { ingestErrors } from "@/db/schema/ingest_errors";
import { payouts } from "@/db/schema/payouts";
import { refusedRows } from "@/db/schema/refused_rows";
import { systemActor, type Actor } from "@/lib/actor";
import { batchErrors, batchReasons } from "@/lib/batches/error-queries";
import { createBatch, previewBatch, type BatchCreated, type BatchPreview } from "@/lib/batches/mutations";
import { env } from "@/lib/env";
import { linkHash, linkToken } from "@/lib/token";
import { useDatabase } from "../database";
import { createOrganization, createPayout, createUser } from "../factories";

useDatabase();

const header = "recipient_name,email,amount,currency,reference";
const row = (reference: string, amount = "12.50", name = "Ada Byron") => `${name},ada@example.com,"${amount}",USD,${reference}`;
const file = (...rows: string[]) => ({ fileName: "payouts.csv", bytes: new TextEncoder().encode([header, ...rows].join("\n")) });
const example = { fileName: "payouts.csv", bytes: new Uint8Array(readFileSync("examples/payouts.csv")) };

async function admin() {
  return (await createUser(await createOrganization())).actor;
}
async function created(actor: Actor, of: ReturnType<typeof file>): Promise<BatchCreated> {
  const result = await createBatch(actor, of);
  if ("fileFaults" in result) throw new Error(result.fileFaults[0]?.message);
  return result;
}
async function preview(actor: Actor, of: ReturnType<typeof file>): Promise<BatchPreview> {
  const result = await previewBatch(actor, of);
  if ("fileFaults" in result) throw new Error(result.fileFaults[0]?.message);
  return result;
}

const counted = [batches, payouts, emails, events, refusedRows, ingestErrors];
/** Rows of the actor's organization in each table a batch writes. */
const rowCounts = (actor: Actor) => Promise.all(counted.map((table) => db.$count(table, eq(table.organizationId, actor.organizationId))));

describe("a batch file", () => {
  it("becomes payouts, each with its event, its owed email and a link that only the key can rebuild", async () => {
    const actor = await admin();
    const { batch, alreadyThere } = await created(actor, file(row("R1"), row("R2", "0.05")));
    expect({ alreadyThere, ...batch }).toMatchObject({ alreadyThere: false, status: "processed", recordCount: 2, acceptedCount: 2, refusedCount: 0, createdBy: actor.userId, fileName: "payouts.csv" });
    const [first] = await db.select().from(payouts).where(eq(payouts.reference, "R1"));
    expect(first).toMatchObject({ organizationId: actor.organizationId, batchId: batch.id, line: 2, amountMinor: 1250n, currency: "USD", status: "pending", createdAt: batch.createdAt, statusChangedAt: batch.createdAt, lastEmailedAt: batch.createdAt });
    expect(first!.expiresAt.getTime() - batch.createdAt.getTime()).toBe(30 * 86_400_000);
    expect(first!.linkHash).toBe(linkHash(linkToken(env().LINK_KEY, first!.id, 1)));
    expect(await db.select().from(emails).where(eq(emails.payoutId, first!.id))).toMatchObject([{ kind: "payout_sent", ordinal: 0, status: "queued", toEmail: "ada@example.com", queuedAt: batch.createdAt }]);
    const told = await db.select().from(events).where(eq(events.batchId, batch.id));
    expect(told.map(({ name }) => name).sort()).toEqual(["batch.processed", "payout.created", "payout.created"]);
    expect(told.every((event) => event.actorUserId === actor.userId && event.requestId === actor.requestId)).toBe(true);
  });

  it("has its refused rows kept with line, column, value, message and suggestion, and is never called processed then", async () => {
    const actor = await admin();
    const { batch } = await created(actor, example);
    expect(batch).toMatchObject({ status: "partially_processed", recordCount: 300, acceptedCount: 293, refusedCount: 7 });
    expect(await rowCounts(actor)).toEqual([1, 293, 293, 294, 7, 7]);
    const { rows, next } = await batchErrors(actor, batch.id);
    expect(next).toBeNull();
    expect(rows.map(({ line }) => line)).toEqual([23, 58, 97, 131, 178, 214, 266]);
    expect(rows[1]).toMatchObject({
      values: { amount: "1,250.00" },
      errors: [{ scope: "field", stage: "validation", line: 58, column: "amount", code: "amount_grouped", value: "1,250.00", suggestion: "Write 1250.00.", resolvedAt: null }],
    });
    expect((await batchReasons(actor, batch.id)).map(({ rows: count }) => count)).toEqual([1, 1, 1, 1, 1, 1, 1]);
  });

  it("of which every row is refused is rejected, and makes no payout", async () => {
    const actor = await admin();
    const { batch } = await created(actor, file(row("R1", "1,234"), row("R2", "-5")));
    expect(batch).toMatchObject({ status: "rejected", acceptedCount: 0, refusedCount: 2 });
    expect(await rowCounts(actor)).toEqual([1, 0, 0, 1, 2, 2]);
  });

  it("that cannot be used creates nothing", async () => {
    const actor = await admin();
    const result = await createBatch(actor, { fileName: "x.csv", bytes: new TextEncoder().encode(`${header}\n"never closed`) });
    expect(result).toMatchObject({ fileFaults: [{ code: "unclosed_quote", line: 2 }] });
    expect(await rowCounts(actor)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it("names a file safely, whatever the browser says", async () => {
    const { batch } = await created(await admin(), { ...file(row("R1")), fileName: `C:\\fakepath\\a\u0000\n${"😀".repeat(300)}.csv` });
    expect([...batch.fileName]).toHaveLength(255);
    expect(batch.fileName).toMatch(/^a😀/u);
  });

  it("with characters the database cannot keep is kept all the same, its row refused", async () => {
    const actor = await admin();
    const { batch } = await created(actor, file(row("R\u0000", "12.50", "A\u0000da"), row("R2")));
    expect(batch).toMatchObject({ acceptedCount: 1, refusedCount: 1 });
    expect((await batchErrors(actor, batch.id)).rows[0]?.values).toMatchObject({ recipient_name: "A\ufffdda" });
  });

  it("may carry an expiry; a date ends with the day in the organization's zone", async () => {
    const actor = await admin();
    const day = new Date(Date.now() + 100 * 86_400_000).toISOString().slice(0, 10);
    const bytes = new TextEncoder().encode(`${header},expires_at\n${row("R1")},${day}`);
    await created(actor, { fileName: "x.csv", bytes });
    const [found] = await db.execute<{ local: string }>(sql`select (expires_at at time zone 'America/New_York')::text as local from payouts where reference = 'R1'`);
    expect(found?.local).toBe(`${day} 23:59:59.999`);
  });
});

describe("the same file", () => {
  it("again, under another name, creates nothing and finds the batch of the first", async () => {
    const actor = await admin();
    const first = await created(actor, example);
    const before = await rowCounts(actor);
    const again = await created(actor, { ...example, fileName: "copy of payouts.csv" });
    expect(again).toMatchObject({ alreadyThere: true, batch: { id: first.batch.id, fileName: "payouts.csv" } });
    expect(await rowCounts(actor)).toEqual(before);
  });

  it("sent twenty times at once makes each payout once, and one upload is told that it did", async () => {
    const actor = await admin();
    const results = await Promise.all(Array.from({ length: 20 }, () => created(actor, example)));
    expect(results.filter(({ alreadyThere }) => !alreadyThere)).toHaveLength(1);
    expect(new Set(results.map(({ batch }) => batch.id)).size).toBe(1);
    expect(results.every(({ batch }) => batch.acceptedCount === 293)).toBe(true);
    expect(await rowCounts(actor)).toEqual([1, 293, 293, 294, 7, 7]);
  });

  it("belongs to each organization on its own", async () => {
    const [one, other] = [await admin(), await admin()];
    await created(one, example);
    expect((await created(other, example)).alreadyThere).toBe(false);
    expect(await rowCounts(other)).toEqual(await rowCounts(one));
  });
});

describe("a reference", () => {
  it("that a payout has already refuses the row, and the error leads to that payout", async () => {
    const actor = await admin();
    const taken = await createPayout(actor, { reference: "R1" });
    await createPayout(await createOrganization(), { reference: "R2" });
    const { batch } = await created(actor, file(row("R1"), row("R2")));
    expect(batch).toMatchObject({ status: "partially_processed", acceptedCount: 1, refusedCount: 1 });
    expect((await batchErrors(actor, batch.id)).rows[0]).toMatchObject({ line: 2, errors: [{ code: "reference_used", stage: "validation", value: "R1", payoutId: taken.id }] });
  });

  it("shared by files uploaded at the same instant makes one payout, and every row of every file is accounted for", async () => {
    const actor = await admin();
    const references = Array.from({ length: 40 }, (_, index) => `R${index}`);
    const files = Array.from({ length: 8 }, (_, index) => file(...(index % 2 ? references : references.toReversed()).map((one) => row(one)), row(`own-${index}`)));
    const results = await Promise.all(files.map((one) => created(actor, one)));
    expect(results.map(({ batch }) => batch.acceptedCount + batch.refusedCount)).toEqual(files.map(() => 41));
    expect(results.reduce((sum, { batch }) => sum + batch.acceptedCount, 0)).toBe(40 + 8);
    expect(await db.$count(payouts, eq(payouts.organizationId, actor.organizationId))).toBe(48);
    expect(await db.$count(emails, eq(emails.organizationId, actor.organizationId))).toBe(48);
  });

  it("taken between the check and the insert becomes an error of processing", async () => {
    const actor = await admin();
    let uploading: Promise<BatchCreated> | undefined;
    await transaction(async (tx) => {
      await createPayout(actor, { reference: "R1" }, tx);
      uploading = created(actor, file(row("R1"), row("R2")));
      // Until the upload waits for this transaction's row, it may not have passed its check.
      for (let waiting = "0"; waiting === "0"; ) {
        const [found] = await db.execute<{ count: string }>(sql`select count(*)::text as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`);
        waiting = found?.count ?? "0";
      }
    });
    const { batch } = await uploading!;
    expect(batch).toMatchObject({ status: "partially_processed", acceptedCount: 1, refusedCount: 1 });
    expect((await batchErrors(actor, batch.id)).rows).toMatchObject([{ line: 2, values: { reference: "R1" }, errors: [{ code: "reference_used", stage: "processing" }] }]);
  });
});

describe("an upload that dies midway", () => {
  it("leaves nothing behind, and the file can be uploaded as if it never was", async () => {
    const actor = await admin();
    let uploading: Promise<unknown> | undefined;
    await transaction(async (tx) => {
      await createPayout(actor, { reference: "SETTLE-41014" }, tx);
      uploading = created(actor, example).catch((error: unknown) => error);
      // The upload has inserted its batch and waits for the reference above; then its connection is cut as a kill would.
      for (let pid: string | undefined; pid === undefined; ) {
        const [found] = await db.execute<{ pid: string }>(sql`select pid::text as pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`);
        pid = found?.pid;
        if (pid) await db.execute(sql`select pg_terminate_backend(${Number(pid)})`);
      }
      expect(await uploading).toBeInstanceOf(Error);
    });
    expect(await db.$count(batches, eq(batches.organizationId, actor.organizationId))).toBe(0);
    expect(await db.$count(payouts, eq(payouts.organizationId, actor.organizationId))).toBe(1);
    expect((await created(actor, example)).batch).toMatchObject({ acceptedCount: 292, refusedCount: 8 });
  });
});

describe("a preview", () => {
  it("tells what would be created, per currency and by reason, and writes nothing", async () => {
    const actor = await admin();
    const told = await preview(actor, file(row("R1"), row("R2", "100"), row("R3", "1,234"), row("R4", "5,678"), row("R5", "-1"), "Ada,ada@example.com,500,JPY,R6"));
    expect(told).toMatchObject({ records: 6, accepted: 3, refused: 3, sameAs: null, fileName: "payouts.csv" });
    expect(told.totals).toEqual([
      { currency: "USD", count: 2, amountMinor: 11_250n },
      { currency: "JPY", count: 1, amountMinor: 500n },
    ]);
    expect(told.reasons).toMatchObject([{ code: "amount_grouped", rows: 2 }, { code: "amount_not_positive", rows: 1 }]);
    expect(told.refusedRows.map(({ line }) => line)).toEqual([4, 5, 6]);
    expect(await rowCounts(actor)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it("agrees with what is then created", async () => {
    const actor = await admin();
    const told = await preview(actor, example);
    const { batch } = await created(actor, example);
    expect([batch.recordCount, batch.acceptedCount, batch.refusedCount]).toEqual([told.records, told.accepted, told.refused]);
    const sums = await db.execute<{ currency: string; sum: string }>(sql`select currency, sum(amount_minor)::text as sum from payouts where batch_id = ${batch.id} group by 1`);
    expect(new Map(sums.map(({ currency, sum }) => [currency, BigInt(sum)]))).toEqual(new Map(told.totals.map(({ currency, amountMinor }) => [currency, amountMinor])));
  });

  it("of a file that was uploaded before names its batch", async () => {
    const actor = await admin();
    const { batch } = await created(actor, example);
    expect((await preview(actor, example)).sameAs?.id).toBe(batch.id);
  });
});

describe("who may upload", () => {
  it("is an admin or the system; a viewer is refused and nothing is written", async () => {
    const organization = await createOrganization();
    const { actor: viewer } = await createUser(organization, { role: "viewer" });
    await expect(createBatch(viewer, example)).rejects.toMatchObject({ code: "forbidden" });
    await expect(previewBatch(viewer, example)).rejects.toMatchObject({ code: "forbidden" });
    expect(await rowCounts(viewer)).toEqual([0, 0, 0, 0, 0, 0]);
    const { batch } = await created(systemActor(organization.id, "import"), file(row("R1")));
    expect(batch.createdBy).toBeNull();
  });
});
