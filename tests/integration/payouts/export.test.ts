import { parse } from "csv-parse/sync";
import { eq, sql } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { payouts } from "@/db/schema/payouts";
import { guarded } from "@/lib/csv-text";
import { cancelPayout } from "@/lib/payouts/mutations";
import { payoutsCsv } from "@/lib/payouts/list/csv";
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
    batch_id: batch.id,
    batch_file: batch.fileName,
    batch_line: "7",
    submitted_at: "",
    paid_at: "",
    paid_to: "",
    provider_reference: "",
    canceled_by: "",
    cancel_reason: "",
    replaced_at: "",
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
async function createMany(organization: Organization, many: number): Promise<void> {
  await db.execute(sql`insert into payouts (organization_id, id, reference, recipient_name, recipient_email, amount_minor, currency, status, status_changed_at, created_at, expires_at, link_hash)
    select ${organization.id}, gen_random_uuid(), 'REF-' || n, 'Ada Byron', 'ada@example.com', 100, 'USD', 'submitted', made, made, made + interval '90 days', 'hash-' || n
    from (select n, timestamptz '2026-11-01' + n * interval '1 millisecond' as made from generate_series(1, ${many}::int) as n) as numbered`);
}

test("the file is streamed: its first bytes arrive before the last rows are read", async () => {
  const { organization, actor } = await setUp();
  await createMany(organization, 3_500);
  const reader = payoutsCsv(actor, {}, at()).getReader();
  const chunks = [(await reader.read()).value!, (await reader.read()).value!];
  await db.update(payouts).set({ recipientName: "Written meanwhile" }).where(eq(payouts.reference, "REF-3500"));
  for (let next = await reader.read(); !next.done; next = await reader.read()) chunks.push(next.value);
  const rows: Record<string, string>[] = parse(Buffer.concat(chunks), { bom: true, columns: true });
  expect(rows.map((row) => row.reference)).toEqual(Array.from({ length: 3_500 }, (_, index) => `REF-${index + 1}`));
  expect(rows.at(-1)!.recipient_name).toBe("Written meanwhile");
});

test("a payout that changes or is created during the export is neither missed nor repeated", async () => {
  const { organization, actor } = await setUp();
  await createMany(organization, 2_500);
  const reader = payoutsCsv(actor, {}, at()).getReader();
  const chunks = [(await reader.read()).value!, (await reader.read()).value!];
  await db
    .update(payouts)
    .set({ status: "completed", statusChangedAt: new Date() })
    .where(eq(payouts.organizationId, organization.id));
  for (let next = await reader.read(); !next.done; next = await reader.read()) chunks.push(next.value);
  const rows: Record<string, string>[] = parse(Buffer.concat(chunks), { bom: true, columns: true });
  expect(new Set(rows.map((row) => row.reference)).size).toBe(2_500);
  expect(rows).toHaveLength(2_500);
});

test("the export stops reading when its client disconnects", async () => {
  const { organization, actor } = await setUp();
  await createMany(organization, 2_500);
  const reader = payoutsCsv(actor, {}, at()).getReader();
  await reader.read();
  await reader.cancel();
  expect(await reader.read()).toEqual({ done: true, value: undefined });
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
