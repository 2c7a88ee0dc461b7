import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { events } from "@/db/schema/events";
import { payouts } from "@/db/schema/payouts";
import { env } from "@/lib/env";
import { payoutStatuses, type PayoutStatus } from "@/lib/payouts/status";
import { actorOfLink } from "@/lib/link-actor";
import { recordOpened } from "@/lib/redemptions/mutations";
import { payoutOfLink } from "@/lib/redemptions/queries";
import { recipientWords } from "@/lib/redemptions/words";
import { linkToken } from "@/lib/token";
import { createOrganization, createPayout } from "../factories";
import { useDatabase } from "../database";

useDatabase();

const tokenOf = (payout: { id: string; linkVersion: number }) => linkToken(env().LINK_KEY, payout.id, payout.linkVersion);

async function found(overrides: Parameters<typeof createPayout>[1] = {}) {
  const organization = await createOrganization({ name: "Acme", supportEmail: "help@acme.example" });
  const payout = await createPayout(organization, overrides);
  const view = await payoutOfLink(tokenOf(payout));
  if (!view) throw new Error("the link was not found");
  return { payout, view };
}

test("a link leads to its own payout, and to nothing that is not the recipient's to know", async () => {
  const { payout, view } = await found({ recipientName: "Zoë", amountMinor: 8_400n, currency: "EUR" });
  await found();
  expect(view).toEqual({
    recipientName: "Zoë",
    reference: payout.reference,
    amountMinor: 8_400n,
    currency: "EUR",
    status: "pending",
    replaced: false,
    statusChangedAt: payout.statusChangedAt,
    expiresAt: payout.expiresAt,
    organizationName: "Acme",
    supportEmail: "help@acme.example",
    timeZone: "America/New_York",
  });
});

test("a payout past its expiry reads as expired before any sweep has met it, and as waiting a moment before", async () => {
  expect((await found({ expiresAt: new Date(Date.now() - 1_000) })).view.status).toBe("expired");
  expect((await found({ expiresAt: new Date(Date.now() + 60_000) })).view.status).toBe("pending");
});

test.each([
  ["an older version of the link", (payout: { id: string }) => linkToken(env().LINK_KEY, payout.id, 1)],
  ["a link made with another key", (payout: { id: string }) => linkToken("another key", payout.id, 2)],
  ["a payout's id", (payout: { id: string }) => payout.id],
  ["what the database keeps of the link", (payout: { linkHash: string }) => payout.linkHash],
  ["nothing", () => ""],
  ["a link with a letter too many", (payout: { id: string }) => `${linkToken(env().LINK_KEY, payout.id, 2)}x`],
])("%s leads nowhere", async (_what, token) => {
  const payout = await createPayout(await createOrganization(), { linkVersion: 2 });
  expect(await payoutOfLink(tokenOf(payout))).not.toBeNull();
  expect(await payoutOfLink(token(payout))).toBeNull();
});

test("looking changes nothing: payout, events and emails are as before", async () => {
  const everything = async () => [await db.select().from(payouts), await db.select().from(events), await db.select().from(emails)];
  const { payout } = await found();
  const before = await everything();
  for (let look = 0; look < 3; look++) await payoutOfLink(tokenOf(payout));
  expect(await everything()).toEqual(before);
});

test("every status is told to the recipient in words, which name the organization wherever the recipient has to ask somebody", async () => {
  const asks: readonly PayoutStatus[] = ["pending", "failed_to_send", "failed_to_process", "expired", "canceled"];
  const titles = new Set<string>();
  for (const status of payoutStatuses) {
    const { title, text } = recipientWords((await found({ status })).view);
    titles.add(title);
    expect(text.includes("Acme")).toBe(asks.includes(status));
  }
  expect(titles.size).toBe(payoutStatuses.length);
});

test("a payout that was replaced points to the latest email, whatever its status", async () => {
  const { payout } = await found({ status: "expired" });
  await db.update(payouts).set({ archivedAt: new Date() }).where(eq(payouts.id, payout.id));
  const view = await payoutOfLink(tokenOf(payout));
  expect(recipientWords(view!).title).toBe("There is a newer payout");
});

test("the first touch of the page is noted once, by the recipient, and moves no status", async () => {
  const { payout } = await found();
  const actor = (await actorOfLink(tokenOf(payout), "test"))!;
  await Promise.all(Array.from({ length: 20 }, () => recordOpened(actor)));
  const [after] = await db.select().from(payouts).where(eq(payouts.id, payout.id));
  expect(after).toMatchObject({ status: "pending", statusChangedAt: payout.statusChangedAt, openedAt: expect.any(Date) as Date });
  const told = (await db.select().from(events).where(eq(events.payoutId, payout.id))).filter(({ name }) => name === "payout.opened");
  expect(told).toMatchObject([{ actorType: "recipient", occurredAt: after!.openedAt }]);
});

test("a payout that no longer waits is not opened, and an unknown link is nobody", async () => {
  const { payout } = await found({ status: "canceled" });
  await recordOpened((await actorOfLink(tokenOf(payout), "test"))!);
  expect((await db.select().from(payouts).where(eq(payouts.id, payout.id)))[0]).toMatchObject({ openedAt: null });
  expect(await actorOfLink("x".repeat(43), "test")).toBeNull();
});
