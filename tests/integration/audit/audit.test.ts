import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db, transaction } from "@/db/client";
import { systemActor, type Actor } from "@/lib/actor";
import type { AuditFilter } from "@/lib/audit/filter";
import { listEvents } from "@/lib/audit/queries";
import { recordEvents } from "@/lib/events";
import { useDatabase } from "@/tests/support/database";
import { explaining, nodesOf } from "@/tests/support/explained";
import {
  createBatch,
  createOrganization,
  createPayout,
  createUser,
  type Organization,
} from "@/tests/support/factories";
import { vacuumed } from "@/tests/support/vacuumed";

useDatabase();

const now = new Date("2026-11-23T14:00:00.000Z");
const at = { now, timeZone: "America/New_York" };
const before = (ms: number) => new Date(now.getTime() - ms);
const dayMs = 86_400_000;

type Happened = Parameters<typeof recordEvents>[2][number];
const record = (actor: Actor, ...happened: Happened[]) => transaction((tx) => recordEvents(tx, actor, happened));
const system = (organization: Organization) => systemActor(organization.id, "job-1");

async function namesUnder(actor: Actor, filter: AuditFilter): Promise<string[]> {
  const { rows, total } = await listEvents(actor, { filter, page: {} }, at);
  expect(total).toEqual({ count: rows.length, capped: false });
  return rows.map(({ name }) => name);
}

describe("the audit log", () => {
  it("is readable only by admins of the organization", async () => {
    const [here, there] = [await createOrganization(), await createOrganization()];
    const [admin, viewer] = [await createUser(here), await createUser(here, { role: "viewer" })];
    await record(system(there), { name: "payout.expired", occurredAt: now });
    expect(await namesUnder(admin.actor, {})).toEqual([]);
    await expect(listEvents(viewer.actor, { filter: {}, page: {} }, at)).rejects.toMatchObject({ code: "forbidden" });
  });

  it("shows nothing for the id of another organization's user", async () => {
    const [here, there] = [await createOrganization(), await createOrganization()];
    const [admin, stranger] = [await createUser(here), await createUser(there)];
    await record(stranger.actor, { name: "user.signed_in", occurredAt: now, userId: stranger.id });
    expect(await namesUnder(admin.actor, { who: stranger.id })).toEqual([]);
  });

  it("reads the users of its own organization alone, however many others have", async () => {
    const [here, there] = [await createOrganization(), await createOrganization()];
    const { actor } = await createUser(here);
    await db.execute(sql`insert into users (organization_id, id, email, name, role, password_hash, created_at)
      select ${there.id}, gen_random_uuid(), n || '@there.example', 'Stranger', 'viewer', 'nobody-can-sign-in', now()
      from generate_series(1, 500) as n`);
    await record(actor, ...Array.from({ length: 60 }, () => ({ name: "batch.decided" as const, occurredAt: now })));
    await vacuumed("users", "events");
    const { executor, plans } = explaining();
    const { rows } = await listEvents(actor, { filter: {}, page: {} }, at, 50, executor);
    expect(rows.map(({ actorName }) => actorName)).toEqual(Array.from({ length: 50 }, () => actor.name));
    const users = plans.flatMap(nodesOf).filter((node) => node["Relation Name"] === "users");
    expect(users.length).toBeGreaterThan(0);
    expect(Math.max(...users.map((node) => node["Actual Rows"]))).toBe(1);
  });

  it("filters by who, what and when, separately and together", async () => {
    const organization = await createOrganization();
    const admin = await createUser(organization);
    await record(
      admin.actor,
      { name: "user.signed_in", occurredAt: before(1), userId: admin.id },
      { name: "user.changed", occurredAt: before(3 * dayMs) },
    );
    await record(
      system(organization),
      { name: "payout.expired", occurredAt: before(2) },
      { name: "payout.expired", occurredAt: before(9 * dayMs) },
    );
    expect(await namesUnder(admin.actor, { who: admin.id })).toEqual(["user.signed_in", "user.changed"]);
    expect(await namesUnder(admin.actor, { who: "system" })).toEqual(["payout.expired", "payout.expired"]);
    expect(await namesUnder(admin.actor, { what: "user.changed" })).toEqual(["user.changed"]);
    expect(await namesUnder(admin.actor, { when: "last-7d" })).toEqual([
      "user.signed_in",
      "payout.expired",
      "user.changed",
    ]);
    expect(await namesUnder(admin.actor, { who: "system", what: "payout.expired", when: "last-7d" })).toEqual([
      "payout.expired",
    ]);
    expect(await namesUnder(admin.actor, { who: "recipient" })).toEqual([]);
  });

  it("includes the first millisecond of its window and not the one before", async () => {
    const organization = await createOrganization();
    const admin = await createUser(organization);
    await record(
      admin.actor,
      { name: "user.signed_in", occurredAt: before(7 * dayMs) },
      { name: "user.changed", occurredAt: before(7 * dayMs + 1) },
    );
    expect(await namesUnder(admin.actor, { when: "last-7d" })).toEqual(["user.signed_in"]);
  });

  it("treats a date as a whole day in the organization's zone", async () => {
    const organization = await createOrganization();
    const admin = await createUser(organization);
    // Midnight in New York is 05:00 UTC in November.
    await record(
      admin.actor,
      { name: "payout.opened", occurredAt: new Date("2026-11-10T04:59:59.999Z") },
      { name: "user.signed_in", occurredAt: new Date("2026-11-10T05:00:00.000Z") },
      { name: "user.changed", occurredAt: new Date("2026-11-11T04:59:59.999Z") },
      { name: "payout.expired", occurredAt: new Date("2026-11-11T05:00:00.000Z") },
    );
    expect(await namesUnder(admin.actor, { when: "2026-11-10..2026-11-10" })).toEqual([
      "user.changed",
      "user.signed_in",
    ]);
  });

  it("names who made a change and what was changed", async () => {
    const organization = await createOrganization();
    const [admin, other] = [
      await createUser(organization, { name: "Ada" }),
      await createUser(organization, { name: "Grace" }),
    ];
    const batch = await createBatch(organization, { fileName: "november.csv" });
    const payout = await createPayout(organization, { recipientName: "Zoë", reference: "Z-1" });
    await record(
      admin.actor,
      { name: "payout.canceled", occurredAt: before(1), payoutId: payout.id, reason: "Asked for it" },
      { name: "batch.processed", occurredAt: before(2), batchId: batch.id },
      { name: "user.changed", occurredAt: before(3), userId: other.id },
    );
    const { rows } = await listEvents(admin.actor, { filter: { who: admin.id }, page: {} }, at);
    expect(rows).toMatchObject([
      {
        actorName: "Ada",
        recipientName: "Zoë",
        payoutReference: "Z-1",
        reason: "Asked for it",
        requestId: admin.actor.requestId,
      },
      { actorName: "Ada", batchFileName: "november.csv", recipientName: null },
      { actorName: "Ada", userName: "Grace" },
    ]);
  });

  it("shows every event once and in order on its pages, forward and back, even when many share a millisecond", async () => {
    const organization = await createOrganization();
    const admin = await createUser(organization);
    const happened = Array.from(
      { length: 23 },
      (_, index): Happened => ({ name: "payout.opened", occurredAt: before(Math.floor(index / 9)) }),
    );
    await record(system(organization), ...happened);
    const all = (await listEvents(admin.actor, { filter: {}, page: {} }, at, 100)).rows.map(({ id }) => id);
    const pages: string[][] = [];
    let page = await listEvents(admin.actor, { filter: {}, page: {} }, at, 5);
    expect(page.previous).toBeNull();
    for (; ; page = await listEvents(admin.actor, { filter: {}, page: { after: page.next } }, at, 5)) {
      pages.push(page.rows.map(({ id }) => id));
      expect(page.total.count).toBe(23);
      if (page.next === null) break;
    }
    expect(pages.map(({ length }) => length)).toEqual([5, 5, 5, 5, 3]);
    expect(pages.flat()).toEqual(all);
    for (let index = pages.length - 2; index >= 0; index--) {
      page = await listEvents(admin.actor, { filter: {}, page: { before: page.previous! } }, at, 5);
      expect(page.rows.map(({ id }) => id)).toEqual(pages[index]);
    }
    expect(page.previous).toBeNull();
  });
});
