import { parse } from "csv-parse/sync";
import { sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { db } from "@/db/client";
import type { UserActor } from "@/lib/actor";
import { auditCsv } from "@/lib/audit/csv";
import type { AuditFilter } from "@/lib/audit/filter";
import { listEvents } from "@/lib/audit/queries";
import { useDatabase } from "@/tests/support/database";
import { eventBlocks, eventBlocksAtRest } from "@/tests/support/event-blocks";
import { createOrganization, createUser, type Organization } from "@/tests/support/factories";
import { finishedRun, manyPayouts, momentNow } from "@/tests/support/runs";
import { rebuilt } from "@/tests/support/vacuumed";

useDatabase();

const payouts = 7;
let organization: Organization;
let admin: UserActor;
beforeEach(async () => {
  organization = await createOrganization();
  admin = (await createUser(organization)).actor;
});

async function namesOf(filter: AuditFilter): Promise<string[]> {
  const { rows, total } = await listEvents(admin, { filter, page: {} }, await momentNow(admin), 100);
  expect(total).toEqual({ count: rows.length, capped: false });
  return rows.map(({ name }) => name).filter((name) => name !== "payout.created");
}
const each = (name: string) => Array<string>(payouts).fill(name);

test("a run is the lines of its start and its end; they open what it did to each payout, and the export has all of it", async () => {
  await manyPayouts(organization.id, payouts);
  const run = await finishedRun(admin, "resend", { filter: {} });
  const other = (await createUser(await createOrganization())).actor;
  for (const filter of [{}, { when: "last-7d" }] as const)
    expect(await namesOf(filter)).toEqual(["run.ended", "run.started"]);
  expect(await namesOf({ who: admin.userId })).toEqual(["run.started"]);
  expect(await namesOf({ run: run.id })).toEqual(each("payout.resent"));
  expect(await namesOf({ run: run.id, who: admin.userId, what: "payout.resent" })).toEqual(each("payout.resent"));
  expect(await namesOf({ what: "payout.resent" })).toEqual(each("payout.resent"));
  expect(await namesOf({ run: organization.id })).toEqual([]);
  const { rows } = await listEvents(other, { filter: { run: run.id }, page: {} }, await momentNow(other));
  expect(rows).toEqual([]);
  const csv = await new Response(auditCsv(admin, { filter: {} }, await momentNow(admin))).text();
  const told = parse(csv, { bom: true, columns: true }) as { event: string }[];
  expect(told.filter(({ event }) => event === "payout.resent")).toHaveLength(payouts);
  expect(told.filter(({ event }) => event.startsWith("run."))).toHaveLength(2);
});

test("a page of the log, or of what one admin did, costs no more blocks after a run of ten times the payouts", async () => {
  await manyPayouts(organization.id, 1);
  await inLog(60, "view.saved", "request");
  await inLog(2_000, "payout.resent", "run-1");
  const few = await blocksOfPages();
  await inLog(20_000, "payout.resent", "run-2");
  expect(await blocksOfPages()).toBeLessThan(few + 100);
});

test("what happened in a large run, and who did it, is read without the events that are not asked for", async () => {
  const run = organization.id;
  await manyPayouts(organization.id, 1);
  await inLog(20_000, "payout.resent", `run-${run}`);
  const filters: AuditFilter[] = [
    { run, what: "payout.canceled" },
    { run, result: "refused" },
    { run, who: organization.id },
    { run, who: "system" },
    { run, who: organization.id, what: "payout.resent" },
  ];
  await rebuilt("events");
  for (const filter of filters) {
    const blocks = await eventBlocksAtRest(async (tx) => {
      const { total } = await listEvents(admin, { filter, page: {} }, await momentNow(admin), 50, tx);
      expect(total).toEqual({ count: 0, capped: false });
    });
    expect({ filter, blocks }).toSatisfy(() => blocks <= 50);
  }
});

/** Events of the admin's, as a run writes them. */
async function inLog(count: number, name: string, requestId: string): Promise<void> {
  await db.execute(sql`
    insert into events (organization_id, id, occurred_at, name, actor_type, actor_user_id, payout_id, request_id)
    select organization_id, gen_random_uuid(), now(), ${name}, 'user', ${admin.userId}::uuid,
      case when ${name} like 'payout.%' then id end, ${requestId}
    from (select organization_id, id from payouts where organization_id = ${organization.id} limit 1) p, generate_series(1, ${count})`);
}

const blocksOfPages = () =>
  eventBlocks(async (tx) => {
    for (const filter of [{}, { who: admin.userId }]) {
      const { rows } = await listEvents(admin, { filter, page: {} }, await momentNow(admin), 50, tx);
      expect(rows).toHaveLength(50);
    }
  });
