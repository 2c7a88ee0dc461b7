import { sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { db, transaction } from "@/db/client";
import { systemActor, type UserActor } from "@/lib/actor";
import { askLog } from "@/lib/audit/asked";
import type { AuditFilter } from "@/lib/audit/filter";
import { listEvents } from "@/lib/audit/queries";
import { recordEvents } from "@/lib/events";
import { enterIntoSearch } from "@/lib/payouts/search/entering";
import { askedLog, problemOfLog } from "@/tests/support/asked-log";
import { useDatabase } from "@/tests/support/database";
import { eventBlocksAtRest } from "@/tests/support/event-blocks";
import { createOrganization, createPayout, createUser, type Organization } from "@/tests/support/factories";
import { rebuilt } from "@/tests/support/vacuumed";
import { whileManyWaitForSearch } from "@/tests/support/waiting-for-search";

useDatabase();

const now = new Date("2026-11-23T14:00:00.000Z");
const at = { now, timeZone: "America/New_York" };
const before = (ms: number) => new Date(now.getTime() - ms);
const dayMs = 86_400_000;
const earlier = { createdAt: before(dayMs) };

let organization: Organization;
let admin: UserActor;
beforeEach(async () => {
  organization = await createOrganization();
  admin = (await createUser(organization)).actor;
});

type Happened = Parameters<typeof recordEvents>[2][number];
const record = (...happened: Happened[]) =>
  transaction((tx) => recordEvents(tx, systemActor(organization.id, "job-1"), happened));

async function namesOf(filter: AuditFilter): Promise<string[]> {
  const { rows, total } = await listEvents(admin, { ...(await askedLog(admin, filter, at)), page: {} }, at);
  expect(total).toEqual({ count: rows.length, capped: false });
  return rows.map(({ name }) => name);
}
const problemOf = (filter: AuditFilter) => problemOfLog(admin, filter, at);

test("finds the events of a payout by its id and by its reference, in any case", async () => {
  const { id } = await createPayout(organization, { ...earlier, reference: "CLM-7" });
  const other = await createPayout(await createOrganization(), { reference: "CLM-8" });
  await createPayout(organization, { reference: "CLM-70" });
  await record({ name: "payout.opened", occurredAt: before(1), payoutId: id });
  for (const payout of [id, "CLM-7", "clm-7"])
    expect(await namesOf({ payout })).toEqual(["payout.opened", "payout.created"]);
  for (const payout of ["CLM", other.id, "CLM-8", "%"]) expect(await namesOf({ payout })).toEqual([]);
  expect(await namesOf({ payout: "CLM-70" })).toEqual(["payout.created"]);
});

test("finds the events of a recipient by any part of the name or of the email, but not by the reference", async () => {
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

/** Payouts to people of one name, each of its own minute, and so many events of each. */
async function payoutsTo(name: string, count: number, eventsOfEach = 1): Promise<void> {
  const { id } = await createPayout(organization, { ...earlier, recipientName: name });
  await db.execute(sql`
    with made as (
      insert into payouts select (jsonb_populate_record(one, jsonb_build_object('id', gen_random_uuid(), 'reference', gen_random_uuid(),
        'recipient_email', gen_random_uuid() || '@example.com', 'batch_id', null, 'line', null))).*
      from payouts one, generate_series(2, ${count}) where one.id = ${id} returning id)
    insert into events (organization_id, id, occurred_at, name, actor_type, payout_id, request_id)
    select ${organization.id}, gen_random_uuid(), ${before(dayMs).toISOString()}::timestamptz - row_number() over () * interval '1 minute',
      'payout.opened', 'recipient', made.id, 'request' from made, generate_series(1, ${eventsOfEach})`);
}

test("asks for more of the name, or for a window, when more than 25 payouts fit and the log is long", async () => {
  await payoutsTo("Ada Byron", 25, 42);
  expect(await problemOf({ recipient: "ada" })).toBeNull();
  await payoutsTo("Ada Hopper", 1);
  for (const filter of [{}, { what: "payout.opened" }, { when: "2026-01-01.." }] as const)
    expect(await problemOf({ recipient: "ada", ...filter })).toEqual({
      param: "recipient",
      message: expect.stringMatching(/^is found in more than 25 payouts, .* no more than 1,000 events happened$/),
    });
  expect(await problemOf({ recipient: "ada byron" })).toBeNull();
  expect(await problemOf({ recipient: "grace" })).toBeNull();
});

test("says that a recipient cannot be looked up while more payouts wait for the search than it looks at, unless few events happened", async () => {
  await payoutsTo("Grace Person", 2, 1_100);
  const { id } = await createPayout(organization, { ...earlier, recipientName: "Ada Byron" });
  await record({ name: "payout.expired", occurredAt: before(1), payoutId: id });
  await whileManyWaitForSearch(organization.id, async () => {
    expect(await problemOf({ recipient: "ada" })).toEqual({
      param: "recipient",
      message: expect.stringMatching(/^cannot be looked up yet, .* no more than 1,000 events happened$/),
    });
    expect(await namesOf({ recipient: "ada", when: "last-1h" })).toEqual(["payout.expired"]);
  });
  expect(await namesOf({ recipient: "ada" })).toEqual(["payout.expired", "payout.created"]);
});

test("finds the events of a recipient whom more payouts fit where a window, or the whole log, has few of them", async () => {
  await payoutsTo("Ada Byron", 50);
  const { id } = await createPayout(organization, { ...earlier, recipientName: "Ada Hopper", reference: "CLM-7" });
  await record(
    { name: "payout.expired", occurredAt: before(1), payoutId: id },
    { name: "payout.expired", occurredAt: before(2) },
  );
  expect(await problemOf({ recipient: "ada" })).not.toBeNull();
  expect(await namesOf({ recipient: "ada", when: "last-1h" })).toEqual(["payout.expired"]);
  expect(await namesOf({ recipient: "ada", payout: "clm-7" })).toEqual(["payout.expired", "payout.created"]);
  expect(await namesOf({ recipient: "hopper", payout: "clm-8" })).toEqual([]);
});

test("reads at most 400 blocks of events and payouts for as many payouts as it reads, with the question whether it can be answered", async () => {
  await payoutsTo("Ada Byron", 25, 4);
  for (let part = 0; part < 3; part++) await payoutsTo("Grace Person", 2_000, 3);
  while ((await enterIntoSearch(5_000)) > 0);
  await rebuilt("events", "payouts");
  for (const filter of [{}, { what: "payout.opened" }, { who: "recipient" }, { result: "ok" }] as AuditFilter[]) {
    const read = (recipient: string) =>
      eventBlocksAtRest(async (tx) => {
        const asked = await askLog(admin, { recipient, ...filter }, at, tx);
        expect("problem" in asked).toBe(recipient === "person");
        if (!("problem" in asked)) await listEvents(admin, { ...asked, page: {} }, at, 50, tx);
      }, "payouts");
    for (const recipient of ["byron", "person"]) expect(await read(recipient)).toBeLessThanOrEqual(400);
  }
});
