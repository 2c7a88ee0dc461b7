import { sql } from "drizzle-orm";
import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { db } from "@/db/client";
import type { UserActor } from "@/lib/actor";
import { listPayouts, type Payout } from "@/lib/payouts/queries";
import { enterIntoSearch } from "@/lib/payouts/search/entering";
import { useDatabase } from "@/tests/support/database";
import { blocksOf, explaining, scannedTables } from "@/tests/support/explained";
import { rebuilt } from "@/tests/support/vacuumed";
import { createOrganization, createPayout, createUser, type Organization } from "@/tests/support/factories";
import { amountSpellings, mustFind } from "@/tests/support/search-oracle";
import { orInSoak } from "@/tests/support/seed";

useDatabase();

const at = { now: new Date(), timeZone: "UTC" };
let organization: Organization;
let actor: UserActor;

beforeEach(async () => {
  organization = await createOrganization();
  ({ actor } = await createUser(organization));
});

async function found(q: string): Promise<string[]> {
  const { rows, total } = await listPayouts(actor, { filter: { q }, page: {} }, at);
  expect(total.count).toBe(rows.length);
  return rows.map((row) => row.recipientName).sort();
}

test("a search finds exactly the payouts of the amount that it says, in the currency that it names or in any, beside texts", async () => {
  const money = fc.record({
    currency: fc.constantFrom("USD", "EUR", "JPY", "KWD"),
    amountMinor: fc.oneof(
      fc.constantFrom(1250n, 125000n, 1250000n, 5n, 999_999_999_999_999n),
      fc.bigInt(1n, 9_999_999n),
    ),
  });
  const look = fc.record({
    of: fc.nat(),
    spelling: fc.nat(),
    named: fc.constantFrom("", "USD ", "eur", " Jpy", " KWD", "own ", " own", "XXX ", "us "),
    spoiled: fc.constantFrom("", "", "", "0", ".", ",", "-", "$", " 1", ",000", ".000"),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(money, { minLength: 4, maxLength: 7 }),
      fc.array(look, { minLength: 12, maxLength: 12 }),
      async (amounts, looks) => {
        organization = await createOrganization();
        ({ actor } = await createUser(organization));
        const made: Payout[] = [];
        for (const [index, one] of amounts.entries())
          made.push(
            await createPayout(organization, {
              ...one,
              recipientName: `Person ${index}`,
              recipientEmail: `p${index}@mail.example`,
              reference: index === 0 ? "CLM-1250 EUR" : `CLM-${index}`,
            }),
          );
        await createPayout(await createOrganization(), { ...amounts[0]!, recipientName: "Of another organization" });
        const asked = looks.map(({ of, spelling, named, spoiled }) => {
          const payout = made[of % made.length]!;
          const spellings = amountSpellings(payout);
          const number = spellings[spelling % spellings.length]!;
          const text = named.startsWith(" ") ? `${number}${named}` : `${named}${number}`;
          const spelled = text.replace("own", payout.currency.toLowerCase());
          return spoiled === "0" || spoiled === "$" || spoiled === "-" ? spoiled + spelled : spelled + spoiled;
        });
        for (const enter of [async () => 0, () => enterIntoSearch(2), () => enterIntoSearch(100)]) {
          await enter();
          for (const q of asked) {
            const expected = made.filter((payout) => mustFind(payout, q)).map((payout) => payout.recipientName);
            expect({ q, found: await found(` ${q} `) }).toEqual({ q, found: expected.sort() });
          }
        }
      },
    ),
    { numRuns: orInSoak(6, 150) },
  );
});

test("a list of one amount is narrowed, put in order and turned like any other", async () => {
  for (let index = 0; index < 5; index++)
    await createPayout(organization, {
      recipientName: `Person ${index}`,
      amountMinor: 4200n,
      currency: index === 4 ? "EUR" : "USD",
      status: index === 3 ? "completed" : "pending",
      statusChangedAt: new Date(Date.now() - index * 60_000),
    });
  await createPayout(organization, { recipientName: "By reference", reference: "CLM-42", amountMinor: 1n });
  const names = async (filter: object, page: object = {}, size?: number) =>
    (await listPayouts(actor, { filter: { q: "42", ...filter }, page }, at, size)).rows.map((row) => row.recipientName);
  expect((await names({ currency: "USD" })).filter((name) => name !== "By reference")).toEqual(
    [0, 1, 2, 3].map((n) => `Person ${n}`),
  );
  expect(await names({ status: ["completed"] })).toEqual(["Person 3"]);
  expect(await names({ currency: "EUR" }, { sort: "changed" })).toEqual(["Person 4"]);
  const first = await listPayouts(
    actor,
    { filter: { q: "42.00", status: ["pending"] }, page: { sort: "changed" } },
    at,
    2,
  );
  const second = await listPayouts(
    actor,
    { filter: { q: "42.00", status: ["pending"] }, page: { sort: "changed", after: first.next! } },
    at,
    2,
  );
  expect([...first.rows, ...second.rows].map((row) => row.recipientName)).toEqual(
    [4, 2, 1, 0].map((n) => `Person ${n}`),
  );
  expect(first.total).toMatchObject({ count: 4, capped: false });
});

test("a search for an amount that thousands of payouts have reads few blocks, and those of no payout next to none", async () => {
  const size = 12_000;
  await db.execute(sql`
    insert into payouts (organization_id, id, reference, recipient_name, recipient_email, amount_minor, currency, status,
      status_changed_at, created_at, expires_at)
    select ${organization.id}::uuid, gen_random_uuid(), 'CLM-' || n, 'Ann Person', 'p@example.com',
      case when n % 4 = 0 then 2500 else 100000 + n end, case when n % 3 = 0 then 'EUR' else 'USD' end, 'completed',
      now() - n * interval '1 second', now() - interval '60 days', now() + interval '60 days'
    from generate_series(1, ${size}) as n`);
  while ((await enterIntoSearch(5_000)) > 0);
  await rebuilt("payouts", "payout_search");
  const { executor, plans } = explaining();
  const read = async (q: string) => {
    plans.length = 0;
    const list = await listPayouts(actor, { filter: { q }, page: {} }, at, 50, executor);
    expect(plans.flatMap(scannedTables)).not.toContain("payouts");
    return { count: list.total.count, rows: list.rows.length, blocks: plans.map(blocksOf).reduce((a, b) => a + b) };
  };
  const [many, one, none] = [await read("25.00"), await read("1,000.01 usd"), await read("77.77")];
  expect([many.count, many.rows, one.count, none.count]).toEqual([size / 4, 50, 1, 0]);
  // Most of them to look up the amount in each currency that there is; seen: 1,659.
  expect(Math.max(many.blocks, one.blocks, none.blocks)).toBeLessThan(2_000);
  await db.execute(sql`delete from pg_statistic where starelid = 'payouts'::regclass`);
  await db.execute(sql`update pg_class set reltuples = -1, relpages = 0 where relname = 'payouts'`);
});
