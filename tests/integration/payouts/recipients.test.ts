import { beforeEach, expect, test } from "vitest";
import type { UserActor } from "@/lib/actor";
import { countEmails } from "@/lib/emails/queries";
import { sortKeys } from "@/lib/payouts/list/view";
import { listPayouts } from "@/lib/payouts/queries";
import { recentlyTo } from "@/lib/payouts/recipients/links";
import {
  countRecentlyTo,
  payoutsByAddress,
  recentPayoutsByAddress,
  recipientTotals,
} from "@/lib/payouts/recipients/queries";
import { useDatabase } from "@/tests/support/database";
import {
  createEmail,
  createOrganization,
  createPayout,
  createUser,
  type Organization,
} from "@/tests/support/factories";
import { momentNow } from "@/tests/support/runs";
import { exported, forwards } from "@/tests/support/walk-list";

useDatabase();

const dayMs = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * dayMs);

let organization: Organization;
let actor: UserActor;
beforeEach(async () => {
  organization = await createOrganization();
  actor = (await createUser(organization)).actor;
});

const sorted = (ids: readonly string[]) => [...ids].sort();
const spellings = ["ana@example.com", "Ana@Example.com", "ANA@EXAMPLE.COM"];
const kinds = [
  { status: "completed" },
  { status: "submitted" },
  { status: "failed_to_send" },
  { status: "expired" },
  // Past its expiry, and not swept yet.
  { status: "pending", expiresAt: ago(1), createdAt: ago(40) },
  { status: "canceled", archivedAt: ago(0) },
  {},
] as const;

/** Payouts of every kind to one address in several spellings, in two currencies, and others to addresses like it. */
async function payoutsToAna() {
  const own = [];
  for (let n = 0; n < 3 * kinds.length; n++)
    own.push(
      await createPayout(organization, {
        ...kinds[n % kinds.length],
        recipientEmail: spellings[n % spellings.length]!,
        currency: n % 2 ? "EUR" : "USD",
        amountMinor: BigInt(100 + n),
      }),
    );
  for (const recipientEmail of ["ana@example.com.au", "xana@example.com", "an_@example.com", "ana@example.co"])
    await createPayout(organization, { recipientEmail });
  const stranger = await createOrganization();
  const foreign = await createPayout(stranger, { recipientEmail: "ana@example.com" });
  return { own, foreign };
}

test("the payouts of a recipient are those to the address in whichever case: number, pages, export and totals say the same", async () => {
  const { own } = await payoutsToAna();
  const at = await momentNow(actor);
  for (const { id: recipient } of [own[0]!, own[1]!, own.at(-1)!]) {
    for (const sort of sortKeys.filter((key) => key !== "amount")) {
      const { rows, totals } = await forwards({ actor, at, filter: { recipient }, sort, size: 4 });
      expect(sorted(rows.map(({ id }) => id))).toEqual(sorted(own.map(({ id }) => id)));
      expect(totals[0]).toMatchObject({ count: own.length, capped: false });
    }
    const rows = await exported(actor, { recipient }, at);
    expect(sorted(rows.map(({ id }) => id!))).toEqual(sorted(own.map(({ id }) => id)));
    const byStatus = await recipientTotals(actor, recipient, at);
    expect(byStatus.reduce((sum, { count }) => sum + count, 0)).toBe(own.length);
    for (const { status, count, money } of byStatus) {
      const { total } = await listPayouts(actor, { filter: { recipient, status: [status] }, page: {} }, at);
      expect({ status, count, money }).toEqual({ status, count: total.count, money: total.money });
    }
  }
});

test("a payout of another organization stands for nobody: no payout, no email, no total", async () => {
  const { foreign } = await payoutsToAna();
  await createEmail(foreign);
  const at = await momentNow(actor);
  expect(await listPayouts(actor, { filter: { recipient: foreign.id }, page: {} }, at)).toMatchObject({
    rows: [],
    total: { count: 0 },
  });
  expect(await recipientTotals(actor, foreign.id, at)).toEqual([]);
  expect((await countEmails(actor, { recipient: foreign.id }, at)).count).toBe(0);
  expect([...(await payoutsByAddress(actor, ["ana@example.com"])).values()]).not.toContain(foreign.id);
});

test("the warning counts what was made in the last 30 days and was not replaced, as its list does", async () => {
  const to = { recipientEmail: "ana@example.com" };
  const old = await createPayout(organization, {
    ...to,
    createdAt: ago(31),
    status: "completed",
    statusChangedAt: ago(1),
  });
  const at = () => momentNow(actor);
  expect(await countRecentlyTo(actor, old.id, await at())).toBe(0);
  expect((await recentPayoutsByAddress(actor, ["ANA@example.com"], await at())).size).toBe(0);
  const recent = await createPayout(organization, { ...to, recipientEmail: "ANA@example.com", createdAt: ago(29) });
  await createPayout(organization, { ...to, status: "canceled", archivedAt: ago(0), createdAt: ago(2) });
  expect(await countRecentlyTo(actor, old.id, await at())).toBe(1);
  const { total } = await listPayouts(actor, { filter: recentlyTo(old.id), page: {} }, await at());
  expect(total.count).toBe(1);
  const found = await recentPayoutsByAddress(actor, ["ANA@example.com", "bob@example.com"], await at());
  expect([...found]).toEqual([["ana@example.com", recent.id]]);
});

test("the emails of a recipient are those about all their payouts, also to an address that was changed since", async () => {
  const [one, two] = [
    await createPayout(organization, { recipientEmail: "ana@example.com" }),
    await createPayout(organization, { recipientEmail: "Ana@example.com" }),
  ];
  await createEmail(one!, { toEmail: "anna@example.com" });
  await createEmail(two!);
  await createEmail(await createPayout(organization, { recipientEmail: "bob@example.com" }));
  expect((await countEmails(actor, { recipient: one!.id }, await momentNow(actor))).count).toBe(2);
});
