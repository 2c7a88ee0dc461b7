import { parse } from "csv-parse/sync";
import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { db, maintain, transaction } from "@/db/client";
import { systemActor, type UserActor } from "@/lib/actor";
import { auditCsv } from "@/lib/audit/csv";
import type { AuditFilter } from "@/lib/audit/filter";
import { auditProblem } from "@/lib/audit/problem";
import { eachEvent, listEvents } from "@/lib/audit/queries";
import { recordEvents } from "@/lib/events";
import { recordDownload } from "@/lib/web/access-events";
import { useDatabase } from "@/tests/support/database";
import { eventBlocks } from "@/tests/support/event-blocks";
import {
  createBatch,
  createOrganization,
  createPayout,
  createUser,
  type Batch,
  type Organization,
} from "@/tests/support/factories";

useDatabase();

const now = new Date("2026-11-23T14:00:00.000Z");
const at = { now, timeZone: "America/New_York" };
const before = (ms: number) => new Date(now.getTime() - ms);

const earlier = { createdAt: before(86_400_000) };

let organization: Organization;
let admin: UserActor;

beforeEach(async () => {
  organization = await createOrganization();
  admin = (await createUser(organization)).actor;
});

type Happened = Parameters<typeof recordEvents>[2][number];
const record = (...happened: Happened[]) =>
  transaction((tx) => recordEvents(tx, systemActor(organization.id, "job-1"), happened));

/** What the log lists under a filter, in pages; its total is the number of these. */
async function listed(filter: AuditFilter, size = 7): Promise<string[]> {
  const names: string[] = [];
  let after: string | undefined;
  do {
    const { rows, next, total } = await listEvents(admin, { filter, page: { after } }, at, size);
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

describe("who did something that came in bulk", () => {
  it("is found in a small upload, and in a large one asks for what narrows it and says why", async () => {
    const small = await upload(480);
    const asked = (filter: AuditFilter) => auditProblem(admin, filter, at);
    const filters: AuditFilter[] = [
      { who: "recipient", what: "email.sent" },
      { who: admin.userId, what: "payout.created" },
      { who: "recipient", batch: small.id },
    ];
    for (const filter of filters) {
      expect(await asked(filter)).toBeNull();
      expect(await namesOf(filter)).toEqual([]);
    }
    const large = await upload(10_000);
    const many = /more than 1,000 events would have to be read/;
    for (const what of ["email.sent", "payout.created"] as const) {
      expect(await asked({ who: "recipient", what })).toEqual({
        param: "when",
        message: expect.stringMatching(/must be chosen/),
      });
      expect(await asked({ who: "recipient", what, when: "last-7d" })).toEqual({
        param: "when",
        message: expect.stringMatching(/must be shorter/),
      });
      expect(await asked({ who: "recipient", what, when: "2026-11-01..2026-11-02" })).toBeNull();
      expect(await asked({ what })).toBeNull();
    }
    const whole = { who: "recipient", batch: large.id } as const;
    expect(await asked(whole)).toEqual({ param: "what", message: expect.stringMatching(many) });
    for (const fits of [{ ...whole, what: "batch.processed" }, { batch: large.id }, { who: "recipient" }] as const)
      expect(await asked(fits)).toBeNull();
  });

  it("reads at most 500 blocks of events, with the question whether it can be answered", async () => {
    const small = await upload(980);
    await upload(30_000);
    const read = async (filter: AuditFilter) =>
      eventBlocks(async (tx) => {
        const problem = await auditProblem(admin, filter, at, tx);
        if (!problem) await listEvents(admin, { filter, page: {} }, at, 50, tx);
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
  return eventBlocks(async (tx) => {
    const { rows } = await listEvents(admin, { filter: {}, page: {} }, at, 50, tx);
    expect(rows).toHaveLength(50);
  });
};

describe("a search in the audit log", () => {
  it("finds the events of a payout by its id and by its reference, in any case", async () => {
    const { id } = await createPayout(organization, { ...earlier, reference: "CLM-7" });
    const other = await createPayout(await createOrganization(), { reference: "CLM-8" });
    await createPayout(organization, { reference: "CLM-70" });
    await record({ name: "payout.opened", occurredAt: before(1), payoutId: id });
    for (const payout of [id, "CLM-7", "clm-7"])
      expect(await namesOf({ payout })).toEqual(["payout.opened", "payout.created"]);
    for (const payout of ["CLM", other.id, "CLM-8", "%"]) expect(await namesOf({ payout })).toEqual([]);
    expect(await namesOf({ payout: "CLM-70" })).toEqual(["payout.created"]);
  });

  it("finds the events of a recipient by any part of the name or of the email, but not by the reference", async () => {
    const { id } = await createPayout(organization, {
      ...earlier,
      recipientName: "Ada Byron",
      recipientEmail: "Lace@example.com",
    });
    await record({ name: "payout.opened", occurredAt: before(1), payoutId: id });
    for (const recipient of ["ada", "BYRON Ádá", "lace@", "yro"])
      expect(await namesOf({ recipient })).toEqual(["payout.opened", "payout.created"]);
    for (const recipient of ["ro", "rence", "a%n", "ref-"]) expect(await namesOf({ recipient })).toEqual([]);
    expect(await namesOf({ recipient: "ada", what: "payout.expired" })).toEqual([]);
  });

  it("asks for more of the name when more than a thousand payouts fit", async () => {
    const { id } = await createPayout(organization, { recipientName: "Ada Byron" });
    const copies = (count: number) =>
      db.execute(sql`
        insert into payouts select (jsonb_populate_record(one, jsonb_build_object(
          'id', gen_random_uuid(), 'reference', gen_random_uuid(), 'batch_id', null, 'line', null))).*
        from payouts one, generate_series(1, ${count}) where one.id = ${id}`);
    await copies(999);
    expect(await auditProblem(admin, { recipient: "ada" }, at)).toBeNull();
    await copies(1);
    expect(await auditProblem(admin, { recipient: "ada" }, at)).toMatchObject({ param: "recipient" });
    expect(await auditProblem(admin, { recipient: "grace" }, at)).toBeNull();
  });
});

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
      const text = await new Response(auditCsv(admin, filter, at)).text();
      const rows: Record<string, string>[] = parse(text, { bom: true, columns: true });
      expect(rows.map(({ event, id }) => `${event} ${id}`)).toEqual(await listed(filter));
      if (filter.payout) expect(rows.map(({ reason }) => reason)).toContain("'=1+1");
    }
  });

  it("has no line about itself, though it is recorded before it is written, and has one about the export before", async () => {
    const earlier = { ...admin, requestId: "an-earlier-request" };
    await recordDownload(earlier, { name: "audit_log.exported", data: { list: "/admin/audit-log" } });
    await recordDownload(admin, { name: "audit_log.exported", data: { list: "/admin/audit-log" } });
    const text = await new Response(auditCsv(admin, { what: "audit_log.exported" }, at)).text();
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
    for await (const page of eachEvent(admin, {}, at, 10)) pages.push(page.length);
    expect(pages).toEqual([10, 10, 4]);
  });

  it("is refused to a viewer", async () => {
    const { actor } = await createUser(organization, { role: "viewer" });
    await expect(eachEvent(actor, {}, at).next()).rejects.toMatchObject({ code: "forbidden" });
    await expect(auditProblem(actor, {}, at)).rejects.toMatchObject({ code: "forbidden" });
  });
});
