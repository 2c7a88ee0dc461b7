import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { batchFileChunks } from "@/db/schema/batch_file_chunks";
import { notes } from "@/db/schema/notes";
import { reviewRows } from "@/db/schema/review_rows";
import { systemActor } from "@/lib/actor";
import { recordEvents } from "@/lib/events";
import { toQuery } from "@/lib/lists/params";
import { enterIntoSearch } from "@/lib/payouts/search/entering";
import { prepareRun } from "@/lib/runs/mutations";
import { createAttempt } from "./attempt-factory";
import { sealEverything, tamper } from "./chain";
import { createColumn } from "./column-factory";
import {
  createBatch,
  createEmail,
  createIngestError,
  createOrganization,
  createPayout,
  createRefusedRow,
  createUser,
  createView,
} from "./factories";
import { daysAgo } from "./old-world";

export const address = "Mira.Okafor@example.com";
export const asked = address.toLowerCase();
export const name = 'Mira O\'Kafor "Min"';

/** What a personal column of theirs says. */
export const mobile = "+49 (170) 55.77";

export async function setUp() {
  const organization = await createOrganization({ timeZone: "UTC", erasureWaitDays: 0 });
  const { actor, id: userId } = await createUser(organization);
  return { organization, actor, userId, system: systemActor(organization.id, "test") };
}

export const ended = (organization: Awaited<ReturnType<typeof setUp>>["organization"], overrides = {}) =>
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
export async function planted() {
  const world = await setUp();
  const { organization, actor, userId, system } = world;
  const organizationId = organization.id;
  const batch = await createBatch(organization, {
    fileName: `for ${asked}.csv`,
    acceptedCount: 1,
    refusedCount: 1,
    createdAt: daysAgo(100),
    handledAt: daysAgo(1),
    handledReason: `${name} called`,
    readingNotes: [`A cell says ${name}`],
    extraColumns: [{ key: "x", name: `Of ${name}` }],
  });
  const payout = await ended(organization, {
    batchId: batch.id,
    line: 2,
    verificationAnswer: `sealed ${name}`,
    reference: `R ${asked}`,
    extra: { phone: `+1 555 of ${name}`, mobile: mobile, memo: `call ${name} or ${asked}`, claim: "4711" },
  });
  await createColumn(organization, "Phone");
  await createColumn(organization, "Mobile");
  await createColumn(organization, "Memo", { personal: false });
  await createColumn(organization, "Claim", { personal: false });
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
    ...{ amountMinor: 100n, currency: "USD", first: false, repeatsLine: 1, extra: { phone: asked } },
  });
  await createView(organization, { query: `?q=${encodeURIComponent(asked)}`, name: `Mails of ${asked}` });
  await createView(organization, { query: toQuery({ status: "canceled", "x.mobile": mobile, "x.claim": "4711" }) });
  await prepareRun(actor, "resend", { filter: { x: { mobile } } }, { now: new Date(), timeZone: "UTC" });
  const at = { occurredAt: daysAgo(50) };
  await recordEvents(db, { ...system, from: { address: "10.9.8.7", device: "Chrome" } }, [
    { ...at, name: "payout.readdressed", payoutId: payout.id, data: { from: asked, to: "x@example.com" } },
    { ...at, name: "payouts.exported", data: { query: `?q=${encodeURIComponent(asked)}` } },
    { ...at, name: "payouts.exported", data: { query: toQuery({ "x.claim": "4711", "x.mobile": mobile }) } },
    { ...at, name: "payout.canceled", payoutId: payout.id, reason: `because of ${name}` },
    { ...at, name: "email.sent", payoutId: payout.id, data: { kind: "payout_sent", ordinal: 0 } },
  ]);
  await archived(organizationId);
  await enterIntoSearch(100);
  await sealEverything(organizationId);
  return { ...world, batch, payout, row };
}

const textTypes = ["text", "character", "character varying", "json", "jsonb", "bytea", "ARRAY"];
export const textColumns = () =>
  db.execute<{ schema: string; table: string; column: string }>(sql`
    select c.table_schema as schema, c.table_name as table, c.column_name as column from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where c.table_schema in ('public', 'archive') and t.table_type = 'BASE TABLE' and c.data_type = any(${sql.param(textTypes)}::text[])
    order by 1, 2, 3`);

/** Where a text still stands, as `table.column`. */
export async function placesOf(...texts: string[]): Promise<string[]> {
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
