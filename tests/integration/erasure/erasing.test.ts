import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db, transaction } from "@/db/client";
import { batchFileChunks } from "@/db/schema/batch_file_chunks";
import { emails } from "@/db/schema/emails";
import { erasures } from "@/db/schema/erasures";
import { notes } from "@/db/schema/notes";
import { organizations } from "@/db/schema/organizations";
import { payouts } from "@/db/schema/payouts";
import { payoutSearch } from "@/db/schema/payout_search";
import { reviewRows } from "@/db/schema/review_rows";
import { systemActor } from "@/lib/actor";
import { recordBounce } from "@/lib/emails/bounces";
import { keptTables } from "@/lib/erasure/kept";
import { askForErasure } from "@/lib/erasure/mutations";
import { personalTables } from "@/lib/erasure/personal";
import { listErasures, previewErasure } from "@/lib/erasure/queries";
import { eraseSteps } from "@/lib/erasure/steps";
import { workOnDueErasure } from "@/lib/erasure/work";
import { recordEvents } from "@/lib/events";
import { foldPayoutCounts } from "@/lib/payouts/counts/fold";
import { payoutCountDifferences } from "@/lib/payouts/counts/rebuild";
import { reissuePayout } from "@/lib/payouts/reissue";
import { enterIntoSearch } from "@/lib/payouts/search/entering";
import { createAttempt } from "@/tests/support/attempt-factory";
import { sealEverything, tamper, verified } from "@/tests/support/chain";
import { useDatabase } from "@/tests/support/database";
import {
  createBatch,
  createEmail,
  createIngestError,
  createOrganization,
  createPayout,
  createRefusedRow,
  createUser,
  createView,
} from "@/tests/support/factories";
import { daysAgo } from "@/tests/support/old-world";

useDatabase();

const address = "Mira.Okafor@example.com";
const asked = address.toLowerCase();
const name = 'Mira O\'Kafor "Min"';

async function setUp() {
  const organization = await createOrganization({ timeZone: "UTC", erasureWaitDays: 0 });
  const { actor, id: userId } = await createUser(organization);
  return { organization, actor, userId, system: systemActor(organization.id, "test") };
}

const ended = (organization: Awaited<ReturnType<typeof setUp>>["organization"], overrides = {}) =>
  createPayout(organization, {
    recipientEmail: address,
    recipientName: name,
    status: "canceled",
    createdAt: daysAgo(100),
    statusChangedAt: daysAgo(90),
    ...overrides,
  });

/** Copies of everything in the archive, as a retention would leave them; of events, all but those of the payout's creation move. */
const archived = (organizationId: string) =>
  tamper(async (tx) => {
    const own = sql`where organization_id = ${organizationId}::uuid`;
    for (const table of ["emails", "ingest_errors", "refused_rows", "batch_file_chunks"])
      await tx.execute(sql`insert into archive.${sql.identifier(table)} select * from ${sql.identifier(table)} ${own}`);
    const old = sql`${own} and name in ('payout.canceled', 'payouts.exported')`;
    await tx.execute(sql`insert into archive.events select * from events ${old}`);
    await tx.execute(sql`delete from events ${old}`);
  });

/** A person in every place where the product can write them, also in the archive. */
async function planted() {
  const world = await setUp();
  const { organization, userId, system } = world;
  const organizationId = organization.id;
  const batch = await createBatch(organization, {
    fileName: `for ${asked}.csv`,
    acceptedCount: 1,
    refusedCount: 1,
    createdAt: daysAgo(100),
    handledAt: daysAgo(1),
    handledReason: `${name} called`,
    readingNotes: [`A cell says ${name}`],
  });
  const payout = await ended(organization, {
    batchId: batch.id,
    line: 2,
    verificationAnswer: `sealed ${name}`,
    reference: `R ${asked}`,
  });
  await createAttempt(payout, {
    status: "failed",
    endedAt: daysAgo(91),
    failureCode: "unknown",
    failureDetail: `no ${name}`,
  });
  const row = await createRefusedRow(batch, {
    line: 3,
    values: { email: address, name },
    resolvedAt: daysAgo(3),
    setAsideReason: `twice ${name}`,
  });
  await createIngestError(batch, {
    refusedRowId: row.id,
    line: 3,
    value: address,
    suggestion: asked,
    resolvedAt: daysAgo(3),
  });
  await createEmail(payout, { lastError: `550 ${asked} unknown` });
  await createEmail(payout, { status: "queued", sentAt: null, kind: "payout_canceled" });
  const note = { organizationId, authorId: userId, createdAt: daysAgo(2) };
  await db.insert(notes).values([
    { ...note, id: crypto.randomUUID(), payoutId: payout.id, text: "She moved" },
    { ...note, id: crypto.randomUUID(), batchId: batch.id, text: `Ask ${name} again` },
  ]);
  await db
    .insert(batchFileChunks)
    .values({ organizationId, batchId: batch.id, seq: 0, bytes: Buffer.from(`x,${address}`) });
  await db.insert(reviewRows).values({
    ...{ organizationId, batchId: batch.id, line: 2, recipientName: name, recipientEmail: address },
    ...{ amountMinor: 100n, currency: "USD", first: false, repeatsLine: 1 },
  });
  await createView(organization, { query: `?q=${encodeURIComponent(asked)}`, name: `Mails of ${asked}` });
  const at = { occurredAt: daysAgo(50) };
  await recordEvents(db, { ...system, from: { address: "10.9.8.7", device: "Chrome" } }, [
    { ...at, name: "payout.readdressed", payoutId: payout.id, data: { from: asked, to: "x@example.com" } },
    { ...at, name: "payouts.exported", data: { query: `?q=${encodeURIComponent(asked)}` } },
    { ...at, name: "payout.canceled", payoutId: payout.id, reason: `because of ${name}` },
    { ...at, name: "email.sent", payoutId: payout.id, data: { kind: "payout_sent", ordinal: 0 } },
  ]);
  await archived(organizationId);
  await enterIntoSearch(100);
  await sealEverything(organizationId);
  return { ...world, batch, payout, row };
}

const textTypes = ["text", "character", "character varying", "json", "jsonb", "bytea", "ARRAY"];
const textColumns = () =>
  db.execute<{ schema: string; table: string; column: string }>(sql`
    select c.table_schema as schema, c.table_name as table, c.column_name as column from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where c.table_schema in ('public', 'archive') and t.table_type = 'BASE TABLE' and c.data_type = any(${sql.param(textTypes)}::text[])
    order by 1, 2, 3`);

/** Where a text still stands, as `table.column`. */
async function placesOf(...texts: string[]): Promise<string[]> {
  const found: string[] = [];
  for (const { schema, table, column } of await textColumns())
    for (const text of texts) {
      const at = sql`${sql.identifier(schema)}.${sql.identifier(table)}`;
      const said = sql`case when pg_typeof(${sql.identifier(column)}) = 'bytea'::regtype then encode(${sql.identifier(column)}::text::bytea, 'escape') else ${sql.identifier(column)}::text end`;
      const [row] = await db.execute(
        sql`select 1 from ${at} where position(lower(${text}::text) in lower(${said})) > 0 limit 1`,
      );
      if (row) found.push(`${schema}.${table}.${column}`);
    }
  return found;
}

async function workThrough(): Promise<void> {
  while ((await workOnDueErasure("test")) > 0);
}

const erasureNow = async (id: string) => (await db.select().from(erasures).where(eq(erasures.id, id)))[0]!;

describe("an erasure", () => {
  it("knows every column that can hold a text, and none that is gone", async () => {
    const columns = await textColumns();
    const listed = new Set([
      ...Object.entries(personalTables).flatMap(([table, { columns: own }]) =>
        Object.keys(own).map((column) => `${table}.${column}`),
      ),
      ...Object.entries(keptTables).flatMap(([table, { columns: own }]) => own.map((column) => `${table}.${column}`)),
    ]);
    const there = new Set(columns.map(({ table, column }) => `${table}.${column}`));
    expect([...there].filter((column) => !listed.has(column))).toEqual([]);
    // A status is no text.
    expect([...listed].filter((column) => !there.has(column))).toEqual(["emails.status"]);
  });

  it("leaves the person in no column of any table, and counts, references and the chain as they were", async () => {
    const { organization, actor, payout } = await planted();
    const escaped = "O'Kafor";
    expect((await placesOf(asked, escaped)).length).toBeGreaterThan(30);
    const id = await askForErasure(actor, asked);
    await workThrough();
    expect(await placesOf(asked, escaped, encodeURIComponent(asked))).toEqual([]);
    expect(await erasureNow(id)).toMatchObject({ address: null, pattern: null, payoutCount: 1 });
    const [kept] = await db.select().from(payouts).where(eq(payouts.id, payout.id));
    expect(kept).toMatchObject({
      recipientEmail: expect.stringMatching(/@erased\.invalid$/),
      status: "canceled",
      amountMinor: payout.amountMinor,
      batchId: payout.batchId,
    });
    await foldPayoutCounts(10_000);
    expect(await payoutCountDifferences(organization.id)).toEqual([]);
    await sealEverything(organization.id);
    expect((await verified(organization.id)).faults).toEqual([]);
    await enterIntoSearch(100);
    const [entry] = await db.select().from(payoutSearch).where(eq(payoutSearch.payoutId, payout.id));
    expect(entry?.text).toContain("erased.invalid");
    expect((await db.select().from(emails)).filter(({ status }) => status === "queued")).toEqual([]);
  });

  it("leaves others alone, also a namesake and another organization", async () => {
    const { organization, actor } = await planted();
    const namesake = await createPayout(organization, { recipientName: name, recipientEmail: "other@example.com" });
    const neighbour = await createPayout(await createOrganization(), { recipientName: name, recipientEmail: address });
    await askForErasure(actor, asked);
    await workThrough();
    for (const one of [namesake, neighbour])
      expect((await db.select().from(payouts).where(eq(payouts.id, one.id)))[0]).toEqual(one);
  });

  it("is refused while a payout is open, while a row waits, and before the wait is over, and says what to do", async () => {
    const { organization, actor } = await setUp();
    const refusal = async () => (await previewErasure(actor, asked)).refusal;
    expect(await refusal()).toContain("No payout and no refused row");
    const open = await createPayout(organization, { recipientEmail: address });
    expect(await refusal()).toContain("1 payout of this person can still be paid");
    await expect(askForErasure(actor, asked)).rejects.toThrow("Nothing was erased.");
    await db
      .update(payouts)
      .set({ status: "canceled", statusChangedAt: daysAgo(5) })
      .where(eq(payouts.id, open.id));
    const row = await createRefusedRow(await createBatch(organization, { refusedCount: 1 }), {
      values: { email: address },
    });
    expect(await refusal()).toContain("waits for a repair");
    await db.execute(sql`update refused_rows set resolved_at = now(), set_aside_reason = 'no' where id = ${row.id}`);
    await db.update(organizations).set({ erasureWaitDays: 30 });
    expect(await refusal()).toContain("keeps personal data until");
    await db.update(organizations).set({ erasureWaitDays: 4 });
    expect(await refusal()).toBeNull();
  });

  it("is for admins alone", async () => {
    const { organization } = await setUp();
    const { actor } = await createUser(organization, { role: "viewer" });
    await expect(askForErasure(actor, asked)).rejects.toThrow("Only admins");
    await expect(previewErasure(actor, asked)).rejects.toThrow("Only admins");
    await expect(listErasures(actor)).rejects.toThrow("Only admins");
  });

  it("that is asked for twice at once is one", async () => {
    const { organization, actor } = await setUp();
    await ended(organization);
    const ids = await Promise.all(Array.from({ length: 6 }, () => askForErasure(actor, asked)));
    expect(new Set(ids).size).toBe(1);
    expect(await listErasures(actor)).toHaveLength(1);
  });

  it.each(eraseSteps.map((_, step) => step))("whose worker dies at step %i goes on where it was", async (step) => {
    const { actor } = await planted();
    const id = await askForErasure(actor, asked);
    for (let done = 0; done < step; done++) {
      const { personOf } = await import("@/lib/erasure/person");
      const erasure = await erasureNow(id);
      await transaction((tx) => eraseSteps[done]!(tx, personOf(erasure)));
      // The last of these was done, and its worker died before the place was kept: it is done again.
      if (done < step - 1) await db.update(erasures).set({ stepsDone: done + 1 });
    }
    await workThrough();
    expect(await placesOf(asked, "O'Kafor")).toEqual([]);
    expect((await erasureNow(id)).endedAt).not.toBeNull();
  });

  it("leaves a payout that is created meanwhile as it is: it is a new one", async () => {
    const { organization, actor } = await setUp();
    await ended(organization);
    await askForErasure(actor, asked);
    const later = await createPayout(organization, { recipientEmail: address });
    await workThrough();
    expect((await db.select().from(payouts).where(eq(payouts.id, later.id)))[0]).toEqual(later);
  });

  it("gives the same person the same name each time", async () => {
    const { organization, actor } = await setUp();
    for (const reference of ["A", "B"]) {
      await ended(organization, { reference });
      await askForErasure(actor, asked);
      await workThrough();
    }
    const found = await db.select({ name: payouts.recipientName, email: payouts.recipientEmail }).from(payouts);
    expect(found).toHaveLength(2);
    expect(found[0]).toEqual(found[1]);
  });

  it("keeps a payout from being replaced, from the moment it is asked for", async () => {
    const { organization, actor } = await setUp();
    const payout = await ended(organization);
    await askForErasure(actor, asked);
    await expect(reissuePayout(actor, payout.id)).rejects.toThrow("were erased");
  });

  it("is not undone by an email that comes back later", async () => {
    const { organization, actor } = await setUp();
    const email = await createEmail(await ended(organization));
    await askForErasure(actor, asked);
    await workThrough();
    await recordBounce(actor, email.id, `550 ${asked}: no such mailbox`);
    expect(await placesOf(asked)).toEqual([]);
  });
});
