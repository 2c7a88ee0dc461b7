import { parse } from "csv-parse/sync";
import { sql } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { DatabaseUnavailable, db, transaction } from "@/db/client";
import { payouts } from "@/db/schema/payouts";
import { guarded } from "@/lib/csv-text";
import { cancelPayout } from "@/lib/payouts/mutations";
import { payoutsCsv } from "@/lib/payouts/export/csv";
import { createAttempt } from "@/tests/support/attempt-factory";
import { useDatabase } from "@/tests/support/database";
import {
  createBatch,
  createOrganization,
  createPayout,
  createUser,
  type Organization,
} from "@/tests/support/factories";
import { exported } from "@/tests/support/walk-list";

useDatabase();

const at = () => ({ now: new Date(), timeZone: "America/New_York" });
const setUp = async () => {
  const organization = await createOrganization();
  return { organization, actor: (await createUser(organization)).actor };
};

test("a row has everything about its payout: plain decimal amounts, and ISO 8601 times in the organization's zone", async () => {
  const { organization, actor } = await setUp();
  const batch = await createBatch(organization);
  const [createdAt, statusChangedAt, expiresAt] = [
    new Date("2026-10-30T12:00:00.007Z"),
    new Date("2026-11-02T12:00:00.000Z"),
    new Date("2026-12-01T05:00:00.000Z"),
  ];
  const payout = await createPayout(organization, {
    status: "failed_to_send",
    failureCode: "account_closed",
    amountMinor: 1_234_567n,
    currency: "KWD",
    batchId: batch.id,
    line: 7,
    createdAt,
    statusChangedAt,
    expiresAt,
  });
  await createPayout(organization, { amountMinor: 500n, currency: "JPY", reference: "YEN" });
  const blank =
    "language submitted_at paid_at paid_to provider_reference provider_said canceled_by cancel_reason replaced_at".split(
      " ",
    );
  const [row, yen] = await exported(actor, {}, at());
  expect(row).toEqual({
    id: payout.id,
    reference: payout.reference,
    recipient_name: payout.recipientName,
    recipient_email: payout.recipientEmail,
    amount: "1234.567",
    currency: "KWD",
    status: "failed_to_send",
    created_at: "2026-10-30T08:00:00.007-04:00",
    status_changed_at: "2026-11-02T07:00:00.000-05:00",
    expires_at: "2026-12-01T00:00:00.000-05:00",
    failure_code: "account_closed",
    failure_reason: "The recipient's bank account is closed.",
    next_step: "Ask the recipient for an open account, then create a new payout.",
    who_acts: "The recipient",
    batch_id: batch.id,
    batch_file: batch.fileName,
    batch_line: "7",
    ...Object.fromEntries(blank.map((name) => [name, ""])),
  });
  expect(yen).toMatchObject({
    reference: "YEN",
    amount: "500",
    failure_code: "",
    failure_reason: "",
    batch_id: "",
    batch_line: "",
  });
});

test("a row says for the accountant when and to which account it was paid, under which reference, or who canceled it and why", async () => {
  const { organization, actor } = await setUp();
  const [submitted, paid] = [new Date("2026-11-01T12:00:00.000Z"), new Date("2026-11-02T12:00:00.000Z")];
  const done = await createPayout(organization, { status: "completed", statusChangedAt: paid, createdAt: submitted });
  await createAttempt({ ...done, failureCode: "account_closed", failureDetail: null });
  await createAttempt(done, { number: 2, status: "paid", endedAt: paid, providerReference: "SBX-2" });
  const [row] = await exported(actor, {}, at());
  expect(row).toMatchObject({
    submitted_at: "2026-11-01T07:00:00.000-05:00",
    paid_at: "2026-11-02T07:00:00.000-05:00",
    paid_to: "Bank account with an IBAN ending 3000",
    provider_reference: "SBX-2",
    canceled_by: "",
  });
  const wrong = await createPayout(organization, { reference: "WRONG" });
  await cancelPayout(actor, wrong.id, "Sent twice");
  expect(await exported(actor, { q: "wrong" }, at())).toMatchObject([
    { canceled_by: actor.name, cancel_reason: "Sent twice", paid_at: "", submitted_at: "" },
  ]);
});

test("an empty list is exported as a header only", async () => {
  const { actor } = await setUp();
  const text = await new Response(payoutsCsv(actor, {}, at())).text();
  expect(text.split("\r\n")).toEqual([expect.stringMatching(/^id,reference,recipient_name,/), ""]);
});

test.each(["=", "+", "-", "@", "\t", "\r"])(
  "a text that begins with %j is not a formula for a spreadsheet, in any column with free text",
  async (start) => {
    const { organization, actor } = await setUp();
    const formula = `${start}HYPERLINK("http://evil.example";"x")`;
    await createPayout(organization, {
      recipientName: formula,
      recipientEmail: `${start}a@example.com`,
      reference: `${start}1+1`,
    });
    const [row] = await exported(actor, {}, at());
    expect(row).toMatchObject({
      recipient_name: `'${formula}`,
      recipient_email: `'${start}a@example.com`,
      reference: `'${start}1+1`,
    });
  },
);

const difficult = fc.oneof(
  fc.constantFrom(
    'say "hi"',
    "a,b;c\td|e",
    "line\nbreak",
    "line\r\nbreak",
    "cr\rhere",
    '"',
    '""',
    ",",
    "'",
    " lead and trail ",
    "李 小龍",
    "\ufeffbom",
    "a\u2028b",
  ),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 }),
);

test("any name is read back unchanged by a CSV reader, and no row is split or merged", async () => {
  const { organization, actor } = await setUp();
  const names = fc.sample(
    difficult.map((text) => text.replaceAll("\u0000", "?").toWellFormed()),
    { numRuns: 120, seed: 7 },
  );
  for (const [index, recipientName] of names.entries())
    await createPayout(organization, {
      recipientName,
      reference: String(index),
      createdAt: new Date(Date.now() - 86_400_000 + index),
    });
  const rows = await exported(actor, {}, at());
  expect(rows.map((row) => row.reference)).toEqual(names.map((_, index) => String(index)));
  expect(rows.map((row) => row.recipient_name)).toEqual(names.map(guarded));
});

/** Creates many payouts quickly, a millisecond apart in the order of their reference. */
async function createMany(
  organization: Organization,
  many: number,
  { name, email } = { name: "Ada Byron", email: "ada@example.com" },
): Promise<void> {
  await db.execute(sql`insert into payouts (organization_id, id, reference, recipient_name, recipient_email, amount_minor, currency, status, status_changed_at, created_at, expires_at)
    select ${organization.id}, gen_random_uuid(), 'REF-' || n, ${name}, ${email}, 100, 'USD', 'submitted', made, made, made + interval '90 days'
    from (select n, timestamptz '2026-11-01' + n * interval '1 millisecond' as made from generate_series(1, ${many}::int) as n) as numbered`);
}

const decode = (chunks: Uint8Array[]): Record<string, string>[] =>
  parse(Buffer.concat(chunks), { bom: true, columns: true });

test("the file is of one snapshot: what changes or is created while it is read stands in it as it was", async () => {
  const { organization, actor } = await setUp();
  await createMany(organization, 2_500);
  const reader = payoutsCsv(actor, {}, at()).getReader();
  const chunks = [(await reader.read()).value!, (await reader.read()).value!];
  await db.update(payouts).set({ status: "completed", recipientName: "Written meanwhile" });
  await createPayout(organization);
  for (let next = await reader.read(); !next.done; next = await reader.read()) chunks.push(next.value);
  const rows = decode(chunks);
  expect(rows.map((row) => row.reference)).toEqual(Array.from({ length: 2_500 }, (_, index) => `REF-${index + 1}`));
  expect(new Set(rows.map((row) => `${row.status} ${row.recipient_name}`))).toEqual(new Set(["submitted Ada Byron"]));
});

/** The sessions that copy something out of the database, as the server knows them. */
const copying = async () =>
  (await db.execute(sql`select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
    and query ilike 'copy %' and state <> 'idle'`)) as unknown as { pid: number }[];

/** Keeps the database from answering an export until the test is done. */
async function whileBlocked(body: () => Promise<void>): Promise<void> {
  await transaction(async (tx) => {
    await tx.execute(sql`lock table payouts in access exclusive mode`);
    await body();
  });
}

test("the file begins at once, however long the database takes, and a reader who leaves ends the statement there", async () => {
  const { actor } = await setUp();
  await whileBlocked(async () => {
    const reader = payoutsCsv(actor, {}, at()).getReader();
    expect(Buffer.from((await reader.read()).value!).toString()).toMatch(/^\ufeffid,reference,.*\r\n$/);
    await expect.poll(copying).toHaveLength(1);
    await reader.cancel();
    await expect.poll(copying).toEqual([]);
    expect(await reader.read()).toEqual({ done: true, value: undefined });
  });
});

test("a file that cannot be written to its end breaks off, and never looks whole", async () => {
  const { actor } = await setUp();
  await whileBlocked(async () => {
    const reader = payoutsCsv(actor, {}, at()).getReader();
    await reader.read();
    await expect.poll(copying).toHaveLength(1);
    const [session] = await copying();
    const broken = expect(reader.read()).rejects.toThrow(DatabaseUnavailable);
    await db.execute(sql`select pg_terminate_backend(${session!.pid})`);
    await broken;
  });
});

test("a reader who reads nothing holds nothing of the database, and gets everything later", async () => {
  const { organization, actor } = await setUp();
  await createMany(organization, 20_000, { name: "x".repeat(200), email: `${"x".repeat(240)}@a.example` });
  const reader = payoutsCsv(actor, {}, at()).getReader();
  const chunks = [(await reader.read()).value!, (await reader.read()).value!];
  await expect.poll(copying, { timeout: 20_000 }).toEqual([]);
  for (let next = await reader.read(); !next.done; next = await reader.read()) chunks.push(next.value);
  expect(decode(chunks)).toHaveLength(20_000);
});

test("rows of another organization are never in the file, whatever the filter", async () => {
  const { organization, actor } = await setUp();
  const other = await createOrganization();
  const batch = await createBatch(other);
  const own = await createPayout(organization, { recipientName: "Ada Byron" });
  await createPayout(other, { recipientName: "Ada Byron", batchId: batch.id });
  for (const filter of [{}, { q: "ada" }, { status: ["pending" as const] }])
    expect((await exported(actor, filter, at())).map((row) => row.id)).toEqual([own.id]);
  expect(await exported(actor, { batch: batch.id }, at())).toEqual([]);
});
