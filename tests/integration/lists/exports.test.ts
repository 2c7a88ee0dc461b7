import { parse } from "csv-parse/sync";
import { beforeEach, describe, expect, test } from "vitest";
import { asc, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { users } from "@/db/schema/users";
import type { UserActor } from "@/lib/actor";
import { batchesCsv } from "@/lib/batches/export/csv";
import type { BatchFilter } from "@/lib/batches/filter";
import { listBatches } from "@/lib/batches/queries";
import { guarded } from "@/lib/csv-text";
import { emailsCsv } from "@/lib/emails/export/csv";
import type { EmailFilter } from "@/lib/emails/filter";
import { listEmails } from "@/lib/emails/queries";
import { emailRefused } from "@/lib/ingest-errors/processing-faults";
import { usersCsv } from "@/lib/users/csv";
import { listUsers } from "@/lib/users/queries";
import { useDatabase } from "@/tests/support/database";
import {
  createBatch,
  createEmail,
  createIngestError,
  createOrganization,
  createPayout,
  createUser,
  type Organization,
} from "@/tests/support/factories";
import { createAttempt } from "@/tests/support/attempt-factory";
import { DAY_MS } from "@/tests/support/random-payouts";
import { exported } from "@/tests/support/walk-list";

useDatabase();

const at = { now: new Date("2026-11-23T14:00:00.000Z"), timeZone: "America/New_York" };
const daysAgo = (count: number) => new Date(at.now.getTime() - count * DAY_MS);
const hostile = ["=1+1", "+1", "-1", "@a", "\tx", 'say "hi", you', "line\nbreak", " ends ", "李 小龍"];

let organization: Organization;
let actor: UserActor;
let viewer: UserActor;
beforeEach(async () => {
  organization = await createOrganization();
  ({ actor } = await createUser(organization));
  ({ actor: viewer } = await createUser(organization, { role: "viewer" }));
  await inOrganization(await createOrganization());
  await inOrganization(organization);
});

/** Batches of several statuses, and emails to recipients of any name, at several times. */
async function inOrganization(own: Organization): Promise<void> {
  const faulty = await createBatch(own, { acceptedCount: 3, refusedCount: 1, createdAt: daysAgo(1) });
  await createIngestError(faulty);
  const refused = await createPayout(own, { batchId: faulty.id, createdAt: daysAgo(1) });
  await createIngestError(faulty, { scope: "row", stage: "processing", payoutId: refused.id, code: emailRefused.code });
  const failed = { batchId: faulty.id, status: "failed_to_process" as const, createdAt: daysAgo(1) };
  for (const archivedAt of [null, null, new Date()]) await createPayout(own, { ...failed, archivedAt });
  await createBatch(own, {
    createdAt: daysAgo(2),
    totals: [
      { currency: "USD", amountMinor: "125000", count: 1 },
      { currency: "JPY", amountMinor: "80", count: 1 },
    ],
  });
  for (const [index, name] of hostile.entries()) {
    await createBatch(own, { fileName: `${name}.csv`, createdAt: daysAgo(3 + index) });
    const payout = await createPayout(own, { recipientName: name, reference: `${name}-${index}` });
    const status = index % 2 === 0 ? "sent" : "bounced";
    await createEmail(payout, { status, queuedAt: daysAgo(index), lastError: index % 2 === 0 ? null : name });
  }
}

const rowsOf = async (file: ReadableStream<Uint8Array>): Promise<Record<string, string>[]> =>
  parse(await new Response(file).text(), { bom: true, columns: true });
const idsOf = (rows: readonly { id?: string }[]) => rows.map(({ id }) => id);

describe("the file of a list has the same records in the same order", () => {
  test("for batches, by every filter, for a viewer too", async () => {
    const filters: BatchFilter[] = [{}, { status: ["partially_processed"] }, { errors: "last-7d" }, { file: "line" }];
    for (const filter of filters) {
      const listed = (await listBatches(viewer, { filter, page: {} }, at)).rows;
      expect(listed.length).toBeGreaterThan(0);
      expect(idsOf(await rowsOf(batchesCsv(viewer, filter, at)))).toEqual(idsOf(listed));
    }
  });

  test("for emails, by every filter", async () => {
    const filters: EmailFilter[] = [{}, { status: "bounced" }, { queued: "last-7d" }];
    for (const filter of filters) {
      const listed = (await listEmails(actor, { filter, page: {} }, at)).rows;
      expect(listed.length).toBeGreaterThan(0);
      expect(idsOf(await rowsOf(emailsCsv(actor, filter, at)))).toEqual(idsOf(listed));
    }
  });

  test("for users", async () => {
    const listed = await listUsers(actor);
    expect(listed).toHaveLength(2);
    expect(idsOf(await rowsOf(usersCsv(actor, at)))).toEqual(idsOf(listed));
  });
});

test("a row of a batch has the numbers of the list, who uploaded it, its money by currency, and its time with the zone's offset", async () => {
  const [faulty, money] = await rowsOf(batchesCsv(actor, {}, at));
  expect(faulty).toMatchObject({
    status: "partially_processed",
    uploaded_at: "2026-11-22T09:00:00.000-05:00",
    uploaded_by: "",
    rows: "4",
    accepted: "3",
    refused: "1",
    not_reached: "1",
    failed: "2",
    money: "",
  });
  expect(money).toMatchObject({ money: "1250.00 USD; 80 JPY", not_reached: "0" });
  const listed = (await listBatches(actor, { filter: {}, page: {} }, at)).rows;
  const rows = await rowsOf(batchesCsv(actor, {}, at));
  expect(rows.map((row) => [row.not_reached, row.failed])).toEqual(
    listed.map(({ unreachedCount, failedCount }) => [String(unreachedCount), String(failedCount)]),
  );
});

test("no cell is a formula for a spreadsheet, and any text is read back by a CSV reader", async () => {
  const names = [...hostile].map(guarded);
  const batches = await rowsOf(batchesCsv(actor, {}, at));
  expect(batches.slice(2).map((row) => row.file)).toEqual(hostile.map((name) => guarded(`${name}.csv`)));
  const emails = await rowsOf(emailsCsv(actor, {}, at));
  expect(emails.map((row) => row.recipient_name)).toEqual(names);
  expect(emails.flatMap((row) => row.last_error || [])).toEqual(names.filter((_, index) => index % 2 === 1));
  const [first] = await db.select().from(users).where(eq(users.organizationId, organization.id)).orderBy(asc(users.id));
  await db.update(users).set({ name: "=cmd()" }).where(eq(users.id, first!.id));
  expect((await rowsOf(usersCsv(actor, at))).map((row) => row.name)).toContain("'=cmd()");
});

test("the files of emails and of users are refused to viewers before anything is read", () => {
  expect(() => emailsCsv(viewer, {}, at)).toThrow(expect.objectContaining({ code: "forbidden" }));
  expect(() => usersCsv(viewer, at)).toThrow(expect.objectContaining({ code: "forbidden" }));
});

test("of a payment that failed a row has the provider's words, the next step and who acts; of one that was replaced only what happened", async () => {
  const failed = { status: "failed_to_send", failureCode: "name_mismatch" } as const;
  const waiting = await createPayout(organization, { ...failed, reference: "R03-WAITS" });
  await createAttempt({ ...waiting, failureCode: "name_mismatch", failureDetail: "R03: no such holder" });
  await createPayout(organization, { ...failed, reference: "R03-REPLACED", archivedAt: new Date() });
  const rows = await exported(actor, { q: "R03" }, at);
  const said = Object.fromEntries(rows.map((row) => [row.reference, [row.provider_said, row.next_step, row.who_acts]]));
  expect(said).toEqual({
    "R03-WAITS": ["R03: no such holder", expect.stringMatching(/^Check the recipient's name/), "Your team"],
    "R03-REPLACED": ["", "", ""],
  });
});
