import { parse } from "csv-parse/sync";
import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, it, test } from "vitest";
import { db, maintain, transaction } from "@/db/client";
import { systemActor, type UserActor } from "@/lib/actor";
import { askLog } from "@/lib/audit/asked";
import { auditCsv } from "@/lib/audit/csv";
import type { AuditFilter } from "@/lib/audit/filter";
import { eachEvent, listEvents } from "@/lib/audit/queries";
import { recordEvents } from "@/lib/events";
import { recordDownload } from "@/lib/web/access-events";
import { askedLog, problemOfLog } from "@/tests/support/asked-log";
import { useDatabase } from "@/tests/support/database";
import { eventBlocks, eventBlocksAtRest } from "@/tests/support/event-blocks";
import {
  createBatch,
  createOrganization,
  createPayout,
  createUser,
  type Batch,
  type Organization,
} from "@/tests/support/factories";
import { rebuilt, vacuumed } from "@/tests/support/vacuumed";

useDatabase();

const now = new Date("2026-11-23T14:00:00.000Z");
const at = { now, timeZone: "America/New_York" };
const before = (ms: number) => new Date(now.getTime() - ms);

let organization: Organization;
let admin: UserActor;

beforeEach(async () => {
  organization = await createOrganization();
  admin = (await createUser(organization)).actor;
});

type Happened = Parameters<typeof recordEvents>[2][number];
const record = (...happened: Happened[]) =>
  transaction((tx) => recordEvents(tx, systemActor(organization.id, "job-1"), happened));

const problemOf = (filter: AuditFilter) => problemOfLog(admin, filter, at);
const askedOf = (filter: AuditFilter) => askedLog(admin, filter, at);

/** What the log lists under a filter, in pages; its total is the number of these. */
async function listed(filter: AuditFilter, size = 7): Promise<string[]> {
  const names: string[] = [];
  let after: string | undefined;
  const asked = await askedOf(filter);
  do {
    const { rows, next, total } = await listEvents(admin, { ...asked, page: { after } }, at, size);
    names.push(...rows.map(({ id, name }) => `${name} ${id}`));
    after = next ?? undefined;
    if (next === null) expect(total).toEqual({ count: names.length, capped: false });
  } while (after);
  return names;
}
const namesOf = async (filter: AuditFilter) => (await listed(filter)).map((line) => line.split(" ")[0]);

/** Events of one upload as its ingest writes them, ids in the order of their rows, and the first email of each payout. */
async function upload(payouts: number): Promise<Batch> {
  const batch = await createBatch(organization, { createdCount: payouts, acceptedCount: payouts });
  await db.execute(sql`
    insert into events (organization_id, id, occurred_at, name, actor_type, batch_id, data, request_id)
    select ${organization.id}, uuidv7(), ${before(1000).toISOString()}::timestamptz, name, 'system',
      case name when 'payout.created' then ${batch.id}::uuid end,
      case name when 'email.sent' then '{"kind": "payout_sent", "ordinal": 0}'::jsonb end, 'job-1'
    from generate_series(1, ${payouts}), unnest(array['payout.created', 'email.sent']) name`);
  await record({ name: "batch.processed", occurredAt: before(500), batchId: batch.id });
  return batch;
}

describe("an upload in the audit log", () => {
  it("is the lines of its batch alone, and the batch, or the event, opens each payout", async () => {
    await record(
      { name: "payout.created", occurredAt: before(5000) },
      { name: "email.sent", occurredAt: before(4000) },
    );
    const batch = await upload(20);
    expect(await namesOf({})).toEqual(["batch.processed", "email.sent", "payout.created"]);
    expect(await namesOf({ when: "last-7d", who: "system" })).toHaveLength(3);
    expect(await namesOf({ batch: batch.id })).toEqual(["batch.processed", ...Array(20).fill("payout.created")]);
    expect(await listed({ batch: batch.id, what: "payout.created" })).toHaveLength(batch.createdCount);
    expect(await namesOf({ what: "payout.created" })).toHaveLength(21);
    expect(await namesOf({ what: "email.sent" })).toHaveLength(21);
  });

  it("costs a page of the log no more blocks when it has thirty times the payouts", async () => {
    for (let line = 0; line < 60; line++) await record({ name: "payout.expired", occurredAt: before(9_000 + line) });
    await upload(1_000);
    const few = await blocksOfAPage();
    await upload(30_000);
    expect(await blocksOfAPage()).toBeLessThan(few + 50);
    expect(few).toBeLessThan(400);
  });
});

test("the emails of one upload are looked for among what stands for itself, not among its payouts", async () => {
  const { id: batch } = await upload(20_000);
  const blocks = await eventBlocks(async (tx) => {
    for (const what of ["email.sent", "email.bounced"] as const) {
      const { total } = await listEvents(admin, { filter: { batch, what }, page: {} }, at, 50, tx);
      expect(total).toEqual({ count: 0, capped: false });
    }
  });
  expect(blocks).toBeLessThanOrEqual(50);
});

describe("who did something that came in bulk", () => {
  it("is found in a small upload, and in a large one asks for what narrows it and says why", async () => {
    const small = await upload(480);
    const filters: AuditFilter[] = [
      { who: "recipient", what: "email.sent" },
      { who: admin.userId, what: "payout.created" },
      { who: "recipient", batch: small.id },
    ];
    for (const filter of filters) {
      expect(await problemOf(filter)).toBeNull();
      expect(await namesOf(filter)).toEqual([]);
    }
    const large = await upload(10_000);
    const many = /more than 1,000 events would have to be read/;
    for (const what of ["email.sent", "payout.created"] as const) {
      expect(await problemOf({ who: "recipient", what })).toEqual({
        param: "when",
        message: expect.stringMatching(/must be chosen/),
      });
      expect(await problemOf({ who: "recipient", what, when: "last-7d" })).toEqual({
        param: "when",
        message: expect.stringMatching(/must be shorter/),
      });
      expect(await problemOf({ who: "recipient", what, when: "2026-11-01..2026-11-02" })).toBeNull();
      expect(await problemOf({ what })).toBeNull();
    }
    const whole = { who: "recipient", batch: large.id } as const;
    expect(await problemOf(whole)).toEqual({ param: "what", message: expect.stringMatching(many) });
    for (const fits of [{ ...whole, what: "batch.processed" }, { batch: large.id }, { who: "recipient" }] as const)
      expect(await problemOf(fits)).toBeNull();
  });

  it("reads at most 500 blocks of events, with the question whether it can be answered", async () => {
    const small = await upload(980);
    await upload(30_000);
    await rebuilt("events");
    const read = async (filter: AuditFilter) =>
      eventBlocksAtRest(async (tx) => {
        const asked = await askLog(admin, filter, at, tx);
        if (!("problem" in asked)) await listEvents(admin, { ...asked, page: {} }, at, 50, tx);
      });
    for (const who of ["recipient", "system"] as const)
      for (const filter of [{ batch: small.id }, { what: "email.sent" }, { what: "payout.created" }] as const)
        expect(await read({ who, ...filter })).toBeLessThanOrEqual(500);
  });
});

/** Of one page of the log. */
const blocksOfAPage = async () => {
  // The room that rows of earlier tests took stays in the table and in its indexes: the server would read it, or plan around it.
  await maintain("vacuum (full, analyze) events", 30_000);
  await vacuumed("events");
  return eventBlocksAtRest(async (tx) => {
    const { rows } = await listEvents(admin, { filter: {}, page: {} }, at, 50, tx);
    expect(rows).toHaveLength(50);
  });
};

describe("the export of the audit log", () => {
  it("holds the events that the log lists, in its order, and no text that a spreadsheet would run", async () => {
    const payout = await createPayout(organization, { reference: "CLM-9" });
    const batch = await upload(30);
    await record(
      {
        name: "payout.canceled",
        occurredAt: before(2),
        payoutId: payout.id,
        reason: "=1+1",
        fromStatus: "pending",
        toStatus: "canceled",
      },
      { name: "payout.expired", occurredAt: before(3) },
    );
    for (const filter of [{}, { batch: batch.id }, { payout: "CLM-9" }, { what: "email.sent" }] as AuditFilter[]) {
      const text = await new Response(auditCsv(admin, await askedOf(filter), at)).text();
      const rows: Record<string, string>[] = parse(text, { bom: true, columns: true });
      expect(rows.map(({ event, id }) => `${event} ${id}`)).toEqual(await listed(filter));
      if (filter.payout) expect(rows.map(({ reason }) => reason)).toContain("'=1+1");
    }
  });

  it("has no line about itself, though it is recorded before it is written, and has one about the export before", async () => {
    const earlier = { ...admin, requestId: "an-earlier-request" };
    await recordDownload(earlier, { name: "audit_log.exported", data: { list: "/admin/audit-log" } });
    await recordDownload(admin, { name: "audit_log.exported", data: { list: "/admin/audit-log" } });
    const text = await new Response(auditCsv(admin, { filter: { what: "audit_log.exported" } }, at)).text();
    const rows: Record<string, string>[] = parse(text, { bom: true, columns: true });
    expect(rows.map((row) => row.request_id)).toEqual(["an-earlier-request"]);
  });

  it("reads page by page what the log lists", async () => {
    await upload(1);
    const events = Array.from({ length: 23 }, (_, index) => ({
      name: "payout.expired" as const,
      occurredAt: before(index),
    }));
    await record(...events);
    const pages: number[] = [];
    for await (const page of eachEvent(admin, { filter: {} }, at, 10)) pages.push(page.length);
    expect(pages).toEqual([10, 10, 4]);
  });

  it("is refused to a viewer", async () => {
    const { actor } = await createUser(organization, { role: "viewer" });
    await expect(eachEvent(actor, { filter: {} }, at).next()).rejects.toMatchObject({ code: "forbidden" });
    await expect(askLog(actor, {}, at)).rejects.toMatchObject({ code: "forbidden" });
  });
});
