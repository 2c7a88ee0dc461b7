import { and, eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { digests } from "@/db/schema/digests";
import { emails } from "@/db/schema/emails";
import { events } from "@/db/schema/events";
import { users } from "@/db/schema/users";
import { listEmails, renderEmail } from "@/lib/emails/queries";
import { env } from "@/lib/env";
import { formatMoney } from "@/lib/money";
import { listPayouts } from "@/lib/payouts/queries";
import { databaseNow } from "@/lib/time";
import { stopToken } from "@/lib/token";
import { inNameOf } from "@/lib/users/standing-in";
import { deleteView, saveView } from "@/lib/views/mutations";
import { askForDigest, stopDigest, stopDigestOfLink } from "@/lib/views/digests/mutations";
import { digestOf, digestOfLink } from "@/lib/views/digests/queries";
import { queueDueDigests } from "@/lib/views/digests/queueing";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createPayout, createUser, createView, type Organization } from "@/tests/support/factories";
import { endWaiting, holding, untilWaiting } from "@/tests/support/lock-waiters";
import { deliverAll, mailServer } from "@/tests/support/outbox";

useDatabase();

let organization: Organization;
let ada: Awaited<ReturnType<typeof createUser>>;
let view: Awaited<ReturnType<typeof createView>>;
beforeEach(async () => {
  organization = await createOrganization({ timeZone: "America/New_York" });
  ada = await createUser(organization, { role: "viewer", name: "Ada Byron" });
  view = await createView(organization, { name: "Failed lately", query: "?group=failed" });
});

const comesDue = () => db.update(digests).set({ dueAt: new Date(0) });
const queued = () => db.select().from(emails).where(eq(emails.kind, "view_digest"));
const asked = async () => {
  await askForDigest(ada.actor, view.id, "morning");
  await comesDue();
};
const told = async (name: string) => db.$count(events, eq(events.name, name));
const linkOf = async () => stopToken(env().LINK_KEY, (await db.select().from(digests))[0]!.id);

describe("a digest that is due", () => {
  it("is queued once, by however many workers, and once a day however often it comes due", async () => {
    await asked();
    await Promise.all([queueDueDigests(10), queueDueDigests(10), queueDueDigests(10)]);
    await comesDue();
    await queueDueDigests(10);
    const [email, ...more] = await queued();
    expect(more).toEqual([]);
    expect(email).toMatchObject({ userId: ada.id, aboutId: view.id, payoutId: null, toEmail: ada.email });
    const hour = { timeZone: "America/New_York", hour: "2-digit", hourCycle: "h23" } as const;
    const { dueAt } = (await digestOf(ada.actor, view.id))!;
    expect(Number(new Intl.DateTimeFormat("en-US", hour).format(dueAt))).toBe(7);
    expect(dueAt.getTime()).toBeGreaterThan(Date.now());
  });

  it("stays due when the worker dies while it queues it, and the next worker queues it once", async () => {
    await asked();
    await queueDueDigests(10);
    const [email] = await queued();
    await db.delete(emails);
    await comesDue();
    await holding(async (tx) => {
      await tx.insert(emails).values(email!);
      const work = queueDueDigests(10).then(
        () => "ended",
        () => "killed",
      );
      await untilWaiting();
      await endWaiting();
      expect(await work).toBe("killed");
      await tx.delete(emails).where(eq(emails.organizationId, organization.id));
    });
    expect(await queued()).toEqual([]);
    await queueDueDigests(10);
    expect(await queued()).toHaveLength(1);
  });

  it("goes to nobody who was deactivated, and to nobody once the view is deleted", async () => {
    const { actor: admin } = await createUser(organization);
    await asked();
    await db.update(users).set({ state: "deactivated" }).where(eq(users.id, ada.id));
    await queueDueDigests(10);
    expect(await queued()).toEqual([]);
    await db.update(users).set({ state: "active" }).where(eq(users.id, ada.id));
    await deleteView(admin, view.id);
    expect(await db.$count(digests)).toBe(0);
  });
});

describe("the email", () => {
  const money = [
    { currency: "USD", amountMinor: 128_400n },
    { currency: "EUR", amountMinor: 999_999_999_999n },
    { currency: "JPY", amountMinor: 5_000n },
  ];

  it("has the count, the money and the first rows of the list, the way to all of it, and the way to stop", async () => {
    for (let index = 0; index < 12; index++)
      await createPayout(organization, {
        ...money[index % money.length],
        status: "failed_to_send",
        failureCode: "account_closed",
        recipientName: `Recipient ${index}`,
        statusChangedAt: new Date(Date.now() - index * 60_000),
      });
    await createPayout(organization);
    const server = await mailServer();
    await asked();
    const link = `${env().PORTAL_URL}/digests/stop/${await linkOf()}`;
    await queueDueDigests(10);
    await deliverAll();
    const { raw } = server.received[0]!;
    const text = raw
      .replace(/=\r?\n/g, "")
      .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
    const at = { now: await databaseNow(db), timeZone: "America/New_York" };
    const list = await listPayouts(ada.actor, { filter: { group: "failed" }, page: {} }, at, 10);
    expect(list.total.count).toBe(12);
    expect(raw).toMatch(/^Subject: Failed lately: 12 payouts\r?$/m);
    for (const total of list.total.money!) expect(text).toContain(formatMoney(total.amountMinor, total.currency));
    for (const row of list.rows) expect(text).toContain(`${env().PORTAL_URL}/payouts/${row.id}`);
    expect(text.match(/Recipient \d+</g)).toHaveLength(list.rows.length);
    expect(text).toContain(`${env().PORTAL_URL}/payouts?group=failed`);
    expect(text).toContain(link);
    expect(raw.replace(/\r?\n\s+/g, " ")).toContain(`List-Unsubscribe: <${link}>`);
    expect(raw).toMatch(/^To: .*Ada Byron/m);
    const [sent] = await db
      .select()
      .from(events)
      .where(and(eq(events.name, "email.sent"), eq(events.userId, ada.id)));
    expect(sent).toMatchObject({ payoutId: null, data: { kind: "view_digest" } });
  });

  it.each([
    ["the user has stopped them", "stopped", () => stopDigest(ada.actor, view.id)],
    ["the view was deleted", "deleted", async () => deleteView((await createUser(organization)).actor, view.id)],
    [
      "the user was deactivated",
      "deactivated",
      () => db.update(users).set({ state: "deactivated" }).where(eq(users.id, ada.id)),
    ],
    [
      "their address has changed",
      "address",
      () => db.update(users).set({ email: "ada2@example.com" }).where(eq(users.id, ada.id)),
    ],
    [
      "its filter cannot be read any more",
      "filter",
      () => db.execute(sql`update saved_views set query = '?no=longer'`),
    ],
    [
      "a later one waits behind it",
      "later",
      async () => {
        const [email] = await queued();
        await db
          .insert(emails)
          .values({ ...email!, id: view.id, ordinal: email!.ordinal + 1, nextAttemptAt: new Date("2100-01-01") });
      },
    ],
  ])("is not sent when %s before it leaves, and the log says so", async (_why, word, meanwhile) => {
    const server = await mailServer();
    await asked();
    await queueDueDigests(10);
    await meanwhile();
    await deliverAll();
    expect(server.received).toEqual([]);
    const [email] = await db.select().from(emails).where(eq(emails.status, "skipped"));
    expect(email!.lastError).toContain(word);
    expect(await told("email.skipped")).toBe(1);
  });

  it("stands in the email log with its user, without the link that stops it, and cannot be shown once the view is gone", async () => {
    const { actor: admin } = await createUser(organization);
    await asked();
    await queueDueDigests(10);
    const at = { now: await databaseNow(db), timeZone: "UTC" };
    const { rows } = await listEmails(admin, { filter: {}, page: {} }, at);
    expect(rows).toMatchObject([
      { kind: "view_digest", reference: null, recipientName: "Ada Byron", toEmail: ada.email },
    ]);
    const { letter } = await renderEmail(admin, rows[0]!.id);
    expect(letter!.text).toContain("/digests/stop/(hidden)");
    expect(letter!.text + letter!.html).not.toContain(await linkOf());
    await deleteView(admin, view.id);
    expect((await renderEmail(admin, rows[0]!.id)).letter).toBeNull();
  });
});

describe("to get a view by email", () => {
  it("is for everybody who sees it, and for nobody else", async () => {
    const colleague = await createUser(organization);
    const { actor: stranger } = await createUser(await createOrganization());
    const own = await saveView(ada.actor, { name: "Mine", query: "?group=pending", shared: false });
    await askForDigest(colleague.actor, view.id, "monday");
    await askForDigest(ada.actor, own, "morning");
    for (const [actor, id] of [
      [colleague.actor, own],
      [stranger, own],
      [stranger, view.id],
    ] as const) {
      await expect(askForDigest(actor, id, "morning")).rejects.toMatchObject({ code: "not_found" });
      await expect(stopDigest(actor, id)).rejects.toMatchObject({ code: "not_found" });
      expect(await digestOf(actor, id)).toBeNull();
    }
    expect(await digestOf(colleague.actor, own)).toBeNull();
  });

  it("is kept once, by two requests at once and by a repeated one, and can be changed and stopped", async () => {
    await Promise.all([askForDigest(ada.actor, view.id, "morning"), askForDigest(ada.actor, view.id, "morning")]);
    await askForDigest(ada.actor, view.id, "morning");
    expect(await told("view.digest_asked")).toBe(1);
    await askForDigest(ada.actor, view.id, "monday");
    expect(await digestOf(ada.actor, view.id)).toMatchObject({ rhythm: "monday" });
    await Promise.all([stopDigest(ada.actor, view.id), stopDigest(ada.actor, view.id)]);
    expect(await digestOf(ada.actor, view.id)).toBeNull();
    expect([await told("view.digest_asked"), await told("view.digest_stopped")]).toEqual([2, 1]);
  });

  it("ends by the link in the email, once and in the user's name; looking at it ends nothing", async () => {
    await asked();
    const link = await linkOf();
    expect(await digestOfLink(link)).toMatchObject({ name: "Failed lately" });
    for (const wrong of ["", "short", `${link.slice(1)}A`, stopToken(env().LINK_KEY, view.id)])
      await expect(stopDigestOfLink(wrong, "req")).rejects.toMatchObject({ code: "not_found" });
    const both = await Promise.allSettled([stopDigestOfLink(link, "req"), stopDigestOfLink(link, "req")]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await digestOfLink(link)).toBeNull();
    const [event, ...more] = await db.select().from(events).where(eq(events.name, "view.digest_stopped"));
    expect(more).toEqual([]);
    expect(event).toMatchObject({ actorUserId: ada.id, requestId: "req", data: { byLink: true } });
    // Asked for again, it has another link.
    await askForDigest(ada.actor, view.id, "morning");
    expect(await linkOf()).not.toBe(link);
  });
});

it("the worker acts in the name of a user as the database knows them now", async () => {
  expect(await inNameOf(ada.actor, "req")).toMatchObject({ role: "viewer", userId: ada.id, requestId: "req" });
  await db.update(users).set({ role: "admin" }).where(eq(users.id, ada.id));
  expect(await inNameOf(ada.actor, "req")).toMatchObject({ role: "admin" });
  await db.update(users).set({ state: "deactivated" }).where(eq(users.id, ada.id));
  expect(await inNameOf(ada.actor, "req")).toBeNull();
});
