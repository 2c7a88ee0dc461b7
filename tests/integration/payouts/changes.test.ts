import { and, asc, eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { events } from "@/db/schema/events";
import { ingestErrors } from "@/db/schema/ingest_errors";
import { payouts } from "@/db/schema/payouts";
import type { Actor } from "@/lib/actor";
import { changeEmail, extendExpiry, resetAttempts } from "@/lib/payouts/mutations";
import type { Payout } from "@/lib/payouts/queries";
import { payoutTimeline } from "@/lib/payouts/timeline";
import { actorOfLink } from "@/lib/web/link-actor";
import { useDatabase } from "@/tests/support/database";
import {
  createBatch,
  createIngestError,
  createOrganization,
  createPayout,
  createUser,
} from "@/tests/support/factories";
import { atOnce, refused, twentyAdmins } from "@/tests/support/twenty";
import { tokenOf } from "@/tests/support/recipients";
import { holding, untilWaiting } from "@/tests/support/lock-waiters";

useDatabase();

const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS);
const reread = async (id: string) => (await db.select().from(payouts).where(eq(payouts.id, id)))[0]!;
const emailsOf = (id: string) =>
  db.select().from(emails).where(eq(emails.payoutId, id)).orderBy(asc(emails.queuedAt), asc(emails.id));
const eventsNamed = (id: string, name: string) =>
  db
    .select()
    .from(events)
    .where(and(eq(events.payoutId, id), eq(events.name, name)));
const setUp = async (overrides: Parameters<typeof createPayout>[1] = {}) => {
  const organization = await createOrganization();
  const payout = await createPayout(organization, {
    createdAt: inDays(-2),
    expiresAt: inDays(3),
    recipientEmail: "ada@example.com",
    ...overrides,
  });
  return { organization, admin: (await createUser(organization)).actor, payout };
};

const later = inDays(9);
const changes = {
  extend: {
    event: "payout.extended",
    act: (actor: Actor, id: string): Promise<Payout> => extendExpiry(actor, id, later),
  },
  readdress: {
    event: "payout.readdressed",
    act: (actor: Actor, id: string): Promise<Payout> => changeEmail(actor, id, "ada.byron@example.com"),
  },
  resetAttempts: {
    event: "payout.attempts_reset",
    act: (actor: Actor, id: string): Promise<Payout> => resetAttempts(actor, id),
  },
} as const;

describe.each(Object.entries(changes))("the change %s", (_, { event, act }) => {
  test("is recorded once in the timeline with the admin's name, and does not change the status", async () => {
    const { admin, payout } = await setUp({ verificationAttempts: 4 });
    const done = await act(admin, payout.id);
    expect(done).toMatchObject({ status: "pending", statusChangedAt: payout.statusChangedAt });
    expect(await eventsNamed(payout.id, event)).toMatchObject([
      { actorUserId: admin.userId, fromStatus: null, toStatus: null, requestId: admin.requestId },
    ]);
  });

  test("is refused for a viewer, and for an admin of another organization the payout does not exist", async () => {
    const { organization, payout } = await setUp({ verificationAttempts: 4 });
    const viewer = await createUser(organization, { role: "viewer" });
    expect(await refused(act(viewer.actor, payout.id))).toMatchObject({ code: "forbidden" });
    const stranger = await setUp();
    for (const id of [payout.id, "1"])
      expect(await refused(act(stranger.admin, id))).toMatchObject({ code: "not_found" });
    expect(await reread(payout.id)).toEqual(payout);
    expect(await eventsNamed(payout.id, event)).toEqual([]);
  });

  test("by twenty admins at once happens once: one event, and at most one email", async () => {
    const { organization, payout } = await setUp({ verificationAttempts: 4 });
    const admins = await twentyAdmins(organization);
    const { done, refusals } = await atOnce(admins.map(({ actor }) => act(actor, payout.id)));
    expect(done).toHaveLength(1);
    expect(refusals).toHaveLength(19);
    for (const { code } of refusals) expect(["conflict", "invalid"]).toContain(code);
    expect(await eventsNamed(payout.id, event)).toHaveLength(1);
    expect((await emailsOf(payout.id)).length).toBeLessThanOrEqual(1);
  });

  test("is refused with the reason when there is nothing left to change", async () => {
    const { admin, payout } = await setUp({ verificationAttempts: 4 });
    await act(admin, payout.id);
    const after = await reread(payout.id);
    expect((await refused(act(admin, payout.id)))?.message).toMatch(/already|all their answers left/);
    expect(await reread(payout.id)).toEqual(after);
    expect(await eventsNamed(payout.id, event)).toHaveLength(1);
  });

  test.each(["submitted", "completed", "failed_to_send", "failed_to_process", "expired", "canceled"] as const)(
    "is refused for a payout that is %s, with its present status",
    async (status) => {
      const { organization, admin } = await setUp();
      const payout = await createPayout(organization, { status });
      expect(await refused(act(admin, payout.id))).toMatchObject({
        code: "conflict",
        message: expect.stringContaining(`is ${status.replaceAll("_", " ")} now`),
      });
      expect(await reread(payout.id)).toEqual(payout);
    },
  );

  test("is refused for a payout past its expiry, even before the sweep", async () => {
    const { admin, payout } = await setUp({ expiresAt: inDays(-1) });
    expect(await refused(act(admin, payout.id))).toMatchObject({
      code: "conflict",
      message: expect.stringContaining("is expired now"),
    });
  });
});

test("an extended payout keeps its link and status, sends no email, and its timeline shows both expiries", async () => {
  const { admin, payout } = await setUp();
  const done = await extendExpiry(admin, payout.id, later);
  expect(done).toEqual({ ...payout, expiresAt: later });
  expect(await emailsOf(payout.id)).toEqual([]);
  const [event] = (await payoutTimeline(admin, payout.id)).slice(-1);
  expect(event).toMatchObject({
    name: "payout.extended",
    data: { from: payout.expiresAt.toISOString(), to: later.toISOString() },
  });
});

test("an expiry cannot be set to the same or an earlier time, and the refusal says so", async () => {
  const { admin, payout } = await setUp();
  for (const expiresAt of [inDays(2), payout.expiresAt]) {
    expect(await refused(extendExpiry(admin, payout.id, expiresAt))).toMatchObject({
      code: "invalid",
      message: expect.stringContaining("already. Choose a later day"),
    });
  }
  expect(await reread(payout.id)).toEqual(payout);
});

test("a change of address replaces the link, queues one email to the new address and resets opening and verification", async () => {
  const { admin, payout } = await setUp({ openedAt: inDays(-1), verifiedAt: inDays(-1) });
  const done = await changeEmail(admin, payout.id, "ada.byron@example.com");
  expect(done).toMatchObject({
    recipientEmail: "ada.byron@example.com",
    linkVersion: payout.linkVersion + 1,
    openedAt: null,
    verifiedAt: null,
    expiresAt: payout.expiresAt,
  });
  expect(await actorOfLink(tokenOf(payout), "r")).toBeNull();
  expect(await actorOfLink(tokenOf(done), "r")).toMatchObject({
    payoutId: payout.id,
  });
  expect(await emailsOf(payout.id)).toMatchObject([
    { kind: "payout_sent", status: "queued", toEmail: "ada.byron@example.com" },
  ]);
  expect(await eventsNamed(payout.id, "payout.readdressed")).toMatchObject([
    { data: { from: "ada@example.com", to: "ada.byron@example.com" } },
  ]);
});

test("a change of address resolves the batch error of the refused email", async () => {
  const organization = await createOrganization();
  const batch = await createBatch(organization);
  const { actor } = await createUser(organization);
  const payout = await createPayout(organization, { batchId: batch.id, expiresAt: inDays(3) });
  await createIngestError(batch, { stage: "processing", scope: "row", payoutId: payout.id });
  await changeEmail(actor, payout.id, "ada.byron@example.com");
  expect((await db.select().from(ingestErrors))[0]!.resolvedAt).not.toBeNull();
});

test("when two admins change the address at once, one succeeds with one link and one email; the other is refused", async () => {
  const { organization, payout } = await setUp();
  const admins = (await twentyAdmins(organization)).slice(0, 2);
  const race = await holding(async (tx) => {
    await tx.select({ id: payouts.id }).from(payouts).where(eq(payouts.id, payout.id)).for("update");
    const both = atOnce(admins.map(({ actor }, index) => changeEmail(actor, payout.id, `ada-${index}@example.com`)));
    await untilWaiting(2);
    return { both };
  });
  const { done, refusals } = await race.both;
  expect(done).toHaveLength(1);
  expect(refusals).toMatchObject([
    { code: "conflict", message: expect.stringContaining("somebody else changed this payout") },
  ]);
  expect(await emailsOf(payout.id)).toMatchObject([{ toEmail: done[0]!.recipientEmail }]);
  expect((await reread(payout.id)).linkVersion).toBe(payout.linkVersion + 1);
});

test("a reset restores all answers, and the timeline keeps how many had been used", async () => {
  const { admin, payout } = await setUp({ verificationAttempts: 4 });
  expect(await resetAttempts(admin, payout.id)).toEqual({ ...payout, verificationAttempts: 0 });
  expect(await eventsNamed(payout.id, "payout.attempts_reset")).toMatchObject([{ data: { used: 4 } }]);
});
