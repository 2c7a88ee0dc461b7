import { and, asc, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db, transaction } from "@/db/client";
import { events } from "@/db/schema/events";
import { payouts } from "@/db/schema/payouts";
import { expireDuePayouts } from "@/lib/payouts/expiry";
import { createOrganization, createPayout } from "@/tests/support/factories";
import { useDatabase } from "@/tests/support/database";

useDatabase();

const now = new Date("2026-11-20T12:00:00.000Z");
const before = (ms: number) => new Date(now.getTime() - ms);
const reread = async (id: string) => (await db.select().from(payouts).where(eq(payouts.id, id)))[0]!;
const expiredEvents = (id: string) =>
  db
    .select()
    .from(events)
    .where(and(eq(events.payoutId, id), eq(events.name, "payout.expired")))
    .orderBy(asc(events.id));

test("payouts past their expiry become expired in every organization, with one event, both with the time of expiry", async () => {
  const [one, other] = [await createOrganization(), await createOrganization()];
  const due = [
    await createPayout(one, { expiresAt: before(7_200_000) }),
    await createPayout(other, { expiresAt: before(1) }),
    await createPayout(other, { expiresAt: now }),
  ];
  expect(await expireDuePayouts(now, 100, "sweep")).toBe(3);
  for (const { id, organizationId, expiresAt } of due) {
    expect(await reread(id)).toMatchObject({ status: "expired", statusChangedAt: expiresAt });
    const expectedEvent = {
      organizationId,
      occurredAt: expiresAt,
      fromStatus: "pending",
      toStatus: "expired",
      actorType: "system",
      requestId: "sweep",
    };
    expect(await expiredEvents(id)).toMatchObject([expectedEvent]);
  }
});

test("payouts that are not due, or no longer pending, stay unchanged", async () => {
  const organization = await createOrganization();
  const kept = [
    await createPayout(organization, { expiresAt: new Date(now.getTime() + 1) }),
    await createPayout(organization, { status: "submitted", expiresAt: before(1) }),
    await createPayout(organization, { status: "canceled", expiresAt: before(1) }),
  ];
  expect(await expireDuePayouts(now, 100, "sweep")).toBe(0);
  for (const payout of kept) expect(await reread(payout.id)).toEqual(payout);
});

test("a sweep changes no more than its limit, and repeated sweeps finish with one event each", async () => {
  const organization = await createOrganization();
  const due = [];
  for (let index = 0; index < 7; index++)
    due.push(await createPayout(organization, { expiresAt: before(1_000 + index) }));
  const moved = [];
  for (let sweep = 0; sweep < 5; sweep++) moved.push(await expireDuePayouts(now, 3, "sweep"));
  expect(moved).toEqual([3, 3, 1, 0, 0]);
  for (const { id } of due) expect(await expiredEvents(id)).toHaveLength(1);
});

test("simultaneous sweeps share the work: each payout expires once, with one event", async () => {
  const organization = await createOrganization();
  const due = [];
  for (let index = 0; index < 40; index++)
    due.push(await createPayout(organization, { expiresAt: before(1_000 + index) }));
  const moved = await Promise.all(Array.from({ length: 8 }, () => expireDuePayouts(now, 10, "sweep")));
  const rest = await expireDuePayouts(now, 100, "sweep");
  expect(moved.reduce((sum, count) => sum + count, rest)).toBe(40);
  for (const { id } of due) expect(await expiredEvents(id)).toHaveLength(1);
});

test("a payout locked by another transaction is skipped and does not delay the others", async () => {
  const organization = await createOrganization();
  const held = await createPayout(organization, { expiresAt: before(2) });
  const free = await createPayout(organization, { expiresAt: before(1) });
  await transaction(async (tx) => {
    await tx.select().from(payouts).where(eq(payouts.id, held.id)).for("update");
    expect(await expireDuePayouts(now, 100, "sweep")).toBe(1);
  });
  expect((await reread(free.id)).status).toBe("expired");
  expect(await expireDuePayouts(now, 100, "sweep")).toBe(1);
  expect((await reread(held.id)).status).toBe("expired");
});
