import { expect, test } from "vitest";
import type { Actor } from "@/lib/actor";
import { batchErrors } from "@/lib/batches/error-queries";
import { firstRepetitions } from "@/lib/batches/ingest/review-rows";
import { payoutsCsv } from "@/lib/payouts/export/csv";
import { admin, created, fileOf, validated } from "@/tests/support/batch-files";
import { useDatabase } from "@/tests/support/database";
import { createPayout } from "@/tests/support/factories";
import { exported } from "@/tests/support/walk-list";

useDatabase();

const day = 86_400_000;
const at = () => ({ now: new Date(), timeZone: "America/New_York" });
const exportOf = async (actor: Actor) => new Response(payoutsCsv(actor, {}, at())).text();

/** As payouts can be: text that a spreadsheet would run, and text that only looks guarded. */
const hostile = [
  { recipientName: "+1 Ltd", reference: "-12" },
  { recipientName: "'@home", reference: "''-13" },
  { recipientName: 'O\'Neil, "Bob"', reference: "00042" },
  { recipientName: "＝Ltd", reference: "@x", amountMinor: 1n, currency: "JPY" },
];

test("the export makes the same payouts in another organization, and its other columns are named as not read", async () => {
  const [ours, others] = [await admin(), await admin()];
  for (const values of hostile) await createPayout(ours, values);
  const text = await exportOf(ours);
  const { batch } = await created(others, fileOf(text));
  expect(batch).toMatchObject({ status: "processed", recordCount: hostile.length, refusedCount: 0 });
  expect(batch.ignoredColumns).toEqual([
    ...["id", "status", "status_changed_at", "created_at", "submitted_at", "paid_at", "paid_to"],
    ...["provider_reference", "failure_code", "failure_reason", "provider_said", "next_step", "who_acts"],
    ...["canceled_by", "cancel_reason"],
    ...["batch_id", "batch_file", "batch_line", "replaced_at"],
  ]);
  const read = ["reference", "recipient_name", "recipient_email", "amount", "currency", "expires_at"] as const;
  const values = async (actor: Actor) =>
    (await exported(actor, {}, at())).map((row) => read.map((name) => row[name])).sort();
  expect(await values(others)).toEqual(await values(ours));
});

test("the export creates nothing in its own organization, and each row says that it is that payout or what differs", async () => {
  const actor = await admin();
  for (const values of hostile) await createPayout(actor, values);
  const { batch } = await created(actor, fileOf(await exportOf(actor)));
  expect(batch).toMatchObject({ status: "rejected", refusedCount: hostile.length, createdCount: 0 });
  for (const { errors } of (await batchErrors(actor, batch.id)).rows)
    expect(errors).toMatchObject([
      { code: "reference_used", message: expect.stringContaining("Nothing differs"), payoutId: expect.any(String) },
    ]);
  const changed = (await exportOf(actor)).replace("O'Neil", "O'Neal");
  const other = await created(actor, fileOf(changed));
  expect((await batchErrors(actor, other.batch.id)).rows.map(({ errors }) => errors[0]!.message)).toContainEqual(
    expect.stringContaining("another recipient name."),
  );
});

test("a row whose reference lost its leading zeros in a spreadsheet is reported as a repetition, however old the payout", async () => {
  const actor = await admin();
  const old = { createdAt: new Date(Date.now() - 400 * day), amountMinor: 1250n, currency: "USD" };
  const known = await createPayout(actor, { ...old, reference: "000777", recipientEmail: "ada@example.com" });
  await createPayout(actor, { ...old, reference: "000888", recipientEmail: "bob@example.com" });
  await createPayout(actor, { ...old, reference: "A-1", recipientEmail: "cy@example.com" });
  const batch = await validated(
    actor,
    fileOf(
      [
        "recipient_name,recipient_email,amount,currency,reference",
        "Ada,ADA@example.com,12.5,USD,777",
        "Bob,bob@example.com,99.00,USD,888",
        "Cy,cy@example.com,12.50,USD,A-01",
        "Dee,ada@example.com,12.50,USD,7770",
      ].join("\n"),
    ),
  );
  expect(batch).toMatchObject({ status: "ready", acceptedCount: 4, duplicateCount: 2 });
  expect(await firstRepetitions(actor, batch.id)).toMatchObject([
    { line: 2, repeatsPayoutId: known.id, repeatsReference: "000777" },
    { line: 5, repeatsLine: 2 },
  ]);
});

test("a reference that differs from another only in case, form or inner spaces is reported as a repetition", async () => {
  const actor = await admin();
  const old = { createdAt: new Date(Date.now() - 400 * day) };
  const known = await createPayout(actor, { ...old, reference: "Inv-7", recipientEmail: "ada@example.com" });
  await createPayout(actor, { ...old, reference: "INV-8", recipientEmail: "bob@example.com" });
  const row = (reference: string, index: number) => `Ada,new${index}@example.com,${index + 1}.00,USD,${reference}`;
  const references = ["INV-7", "INV - 8", "R 500", "r500", "Ｒ 501", "R501", "R-502"];
  const batch = await validated(
    actor,
    fileOf(["recipient_name,email,amount,currency,reference", ...references.map(row)].join("\n")),
  );
  expect(batch).toMatchObject({ acceptedCount: 7, duplicateCount: 4 });
  expect(await firstRepetitions(actor, batch.id)).toMatchObject([
    { line: 2, repeatsPayoutId: known.id },
    { line: 3, repeatsReference: "INV-8" },
    { line: 5, repeatsLine: 4 },
    { line: 7, repeatsLine: 6 },
  ]);
});
