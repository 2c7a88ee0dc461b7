import { eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { events } from "@/db/schema/events";
import { payouts } from "@/db/schema/payouts";
import { emailFacts } from "@/lib/emails/facts";
import { writeLetter } from "@/lib/emails/render";
import { env } from "@/lib/env";
import { actorOfLink } from "@/lib/web/link-actor";
import { failureTable, type FailureCode } from "@/lib/payouts/failures";
import { payoutStatuses, type PayoutStatus } from "@/lib/payouts/status";
import { recordOpened } from "@/lib/redemptions/mutations";
import { payoutOfLink } from "@/lib/redemptions/queries";
import { closedWords } from "@/lib/redemptions/words";
import { changeEmail } from "@/lib/payouts/mutations";
import type { Payout } from "@/lib/payouts/queries";
import { tokenHash, linkToken } from "@/lib/token";
import { keptAnswer } from "@/lib/payouts/fields/verification";
import { createEmail, createOrganization, createPayout, createUser } from "@/tests/support/factories";
import { useDatabase } from "@/tests/support/database";
import { everyRow } from "@/tests/support/every-row";
import { holderOf, tokenOf } from "@/tests/support/recipients";

useDatabase();

async function found(overrides: Parameters<typeof createPayout>[1] = {}) {
  const organization = await createOrganization({
    name: "Acme",
    supportEmail: "help@acme.example",
    brandColor: "#0f766e",
  });
  const payout = await createPayout(organization, overrides);
  const view = await payoutOfLink(tokenOf(payout));
  if (!view) throw new Error("the link was not found");
  return { payout, view };
}

test("a link leads only to its own payout, and shows only what the recipient may know", async () => {
  const { payout, view } = await found({
    recipientName: "Zoë",
    recipientEmail: "zoe@example.com",
    amountMinor: 8_400n,
    currency: "EUR",
  });
  await found();
  expect(view).toEqual({
    recipientName: "Zoë",
    reference: payout.reference,
    amountMinor: 8_400n,
    currency: "EUR",
    status: "pending",
    replaced: false,
    locked: false,
    aboutAccount: false,
    beingChecked: false,
    statusChangedAt: payout.statusChangedAt,
    expiresAt: payout.expiresAt,
    organizationName: "Acme",
    supportEmail: "help@acme.example",
    brandColor: "#0f766e",
    logo: null,
    timeZone: "America/New_York",
    verification: { by: "code", sentTo: "z•••@example.com", state: "unsent" },
    answersLeft: null,
    verified: false,
    methods: ["iban", "foreign_account"],
    test: true,
    paidTo: null,
    language: null,
    defaultLanguage: "en",
    extra: [],
  });
});

test("an unswept payout past its expiry is shown as expired, and a moment earlier as pending", async () => {
  expect((await found({ expiresAt: new Date(Date.now() - 1_000) })).view.status).toBe("expired");
  expect((await found({ expiresAt: new Date(Date.now() + 60_000) })).view.status).toBe("pending");
});

const earlierToken = "an-earlier-link-that-does-not-name-anything";

test.each<[string, (payout: Payout) => string]>([
  ["an older version of the link", (payout) => tokenOf({ ...payout, linkVersion: 1 })],
  ["a link of the next version", (payout) => tokenOf({ ...payout, linkVersion: 3 })],
  ["a link made with another key", (payout) => linkToken("another key", payout)],
  ["a link of no payout", (payout) => tokenOf({ ...payout, id: uuidv7() })],
  ["a link of another organization", (payout) => tokenOf({ ...payout, organizationId: uuidv7() })],
  ["a payout's id", (payout) => payout.id],
  ["what the database keeps of an earlier link", (payout) => payout.linkHash!],
  ["nothing", () => ""],
  ["a link with a letter too many", (payout) => `${tokenOf(payout)}x`],
  ["a link without its last letter", (payout) => tokenOf(payout).slice(0, -1)],
  ["a link with a sign that no link has", (payout) => `${tokenOf(payout).slice(0, -1)}+`],
])("%s leads nowhere", async (_what, token) => {
  const payout = await createPayout(await createOrganization(), { linkVersion: 2, linkHash: tokenHash(earlierToken) });
  expect(await payoutOfLink(tokenOf(payout))).not.toBeNull();
  expect(await payoutOfLink(token(payout))).toBeNull();
});

test("a link of which any one letter is another leads nowhere", async () => {
  const payout = await createPayout(await createOrganization());
  const token = tokenOf(payout);
  const opened = [...token].map((letter, place) => {
    const other = letter === "A" ? "B" : "A";
    return payoutOfLink(token.slice(0, place) + other + token.slice(place + 1));
  });
  expect(await Promise.all(opened)).toEqual([...token].map(() => null));
});

test("a link that an earlier version sent opens its payout, until the payout goes to another address", async () => {
  const organization = await createOrganization();
  const { actor } = await createUser(organization, { role: "admin" });
  const payout = await createPayout(organization, { linkHash: tokenHash(earlierToken) });
  expect(await payoutOfLink(earlierToken)).toEqual(await payoutOfLink(tokenOf(payout)));
  expect(await actorOfLink(earlierToken, "r")).toEqual(await actorOfLink(tokenOf(payout), "r"));
  await changeEmail(actor, payout.id, "another@example.com");
  expect(await payoutOfLink(earlierToken)).toBeNull();
});

test("viewing the page changes no row of any table", async () => {
  const { payout } = await found();
  const before = await everyRow();
  for (let look = 0; look < 3; look++) await payoutOfLink(tokenOf(payout), "a proof that is none");
  expect(await everyRow()).toEqual(before);
});

test("every status except pending is explained to the recipient, with the organization named where they must ask", async () => {
  const asks: readonly PayoutStatus[] = ["failed_to_send", "failed_to_process", "expired", "canceled"];
  const titles = new Set<string>();
  for (const status of payoutStatuses) {
    const shown = closedWords((await found({ status })).view, "en");
    expect(shown === null).toBe(status === "pending");
    titles.add(shown?.title ?? "");
    expect(shown?.text.includes("Acme") ?? false).toBe(asks.includes(status));
  }
  expect(titles.size).toBe(payoutStatuses.length);
});

test("a payout that failed because of wrong answers is shown as locked, and one that failed otherwise is not", async () => {
  expect(closedWords((await found({ status: "failed_to_process" })).view, "en")?.title).toBe("This link is locked");
  expect(
    closedWords((await found({ status: "failed_to_process", failureCode: "recipient_declined" })).view, "en")?.title,
  ).toBe("This payout could not be completed");
});

test.each(Object.keys(failureTable) as FailureCode[])(
  "after a failure for %s page and email promise a retry only where it can help, with the same advice",
  async (failureCode) => {
    const { retryHelps, reissueHelps } = failureTable[failureCode];
    const { payout, view } = await found({ status: "failed_to_send", failureCode });
    const email = await createEmail(payout, { kind: "payout_failed", ordinal: 1 });
    const { subject, text } = (await writeLetter((await emailFacts(payout.organizationId, email.id))!))!;
    const promised = retryHelps || reissueHelps;
    expect(closedWords(view, "en")?.title).toBe(
      promised ? "The money could not be delivered" : "Your payout is being checked",
    );
    expect(closedWords(view, "en")?.text.includes("is not lost")).toBe(promised);
    const asksBank = (words: string | undefined) => /check with your bank/i.test(words ?? "");
    expect(asksBank(closedWords(view, "en")?.text)).toBe(asksBank(text));
    expect(subject).toContain(promised ? "could not be delivered" : "is being checked");
    expect(/try again|new link|has not reached/.test(text)).toBe(promised);
    expect(text).toContain("help@acme.example");
  },
);

test("a payout in a currency without payment methods says whom to contact before it asks anything", async () => {
  const { view } = await found({ currency: "KWD" });
  const shown = closedWords({ ...view, methods: [] }, "en");
  expect(shown?.title).toBe("We cannot pay Kuwaiti dinars here yet");
  expect(shown?.text).toContain("write to Acme");
});

test("a replaced payout refers to the latest email, whatever its status", async () => {
  const { payout } = await found({ status: "expired" });
  await db.update(payouts).set({ archivedAt: new Date() }).where(eq(payouts.id, payout.id));
  const view = await payoutOfLink(tokenOf(payout));
  expect(closedWords(view!, "en")?.title).toBe("There is a newer payout");
});

test("a recipient is asked for the organization's answer when there is one, and otherwise for a code by email", async () => {
  const { view } = await found({ verificationAnswer: keptAnswer(env().LINK_KEY, "any", "1984") });
  expect(view.verification).toEqual({ by: "answer" });
});

test("the first interaction with the page is recorded once, by the recipient, and does not change the status", async () => {
  const { payout } = await found();
  const actor = await holderOf(payout);
  await Promise.all(Array.from({ length: 20 }, () => recordOpened(actor)));
  const [after] = await db.select().from(payouts).where(eq(payouts.id, payout.id));
  expect(after).toMatchObject({
    status: "pending",
    statusChangedAt: payout.statusChangedAt,
    openedAt: expect.any(Date) as Date,
  });
  const shown = (await db.select().from(events).where(eq(events.payoutId, payout.id))).filter(
    ({ name }) => name === "payout.opened",
  );
  expect(shown).toMatchObject([{ actorType: "recipient", occurredAt: after!.openedAt }]);
});

test.each([
  ["was canceled", { status: "canceled" }],
  ["is past its expiry, though no sweep has met it", { expiresAt: new Date(Date.now() - 1_000) }],
] as const)("a payout that %s is not marked as opened", async (_what, overrides) => {
  const { payout } = await found(overrides);
  const before = await everyRow();
  await recordOpened(await holderOf(payout));
  expect(await everyRow()).toEqual(before);
});

test("an unknown link gives no actor", async () => {
  expect(await actorOfLink("x".repeat(43), "test")).toBeNull();
});
