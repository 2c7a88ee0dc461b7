import { readFile } from "node:fs/promises";
import { asc, eq, sql } from "drizzle-orm";
import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { v7 as uuidv7 } from "uuid";
import { db, transaction } from "@/db/client";
import { payoutSearch, payoutSearchQueue } from "@/db/schema/payout_search";
import { payouts } from "@/db/schema/payouts";
import type { UserActor } from "@/lib/actor";
import { listPayouts, type Payout } from "@/lib/payouts/queries";
import { changeEmail } from "@/lib/payouts/mutations";
import { enterIntoSearch } from "@/lib/payouts/search/entering";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createPayout, createUser, type Organization } from "@/tests/support/factories";
import { mustFind } from "@/tests/support/search-oracle";
import { orInSoak } from "@/tests/support/seed";

useDatabase();

let organization: Organization;
let actor: UserActor;

beforeEach(async () => {
  organization = await createOrganization();
  ({ actor } = await createUser(organization));
});

async function found(q: string): Promise<string[]> {
  const { rows, total } = await listPayouts(actor, { filter: { q }, page: {} }, { now: new Date(), timeZone: "UTC" });
  expect(total.count).toBe(rows.length);
  return rows.map((row) => row.recipientName).sort();
}

async function enterAll(): Promise<void> {
  while ((await enterIntoSearch(100)) > 0);
  expect(await db.select().from(payoutSearchQueue)).toEqual([]);
}

/** What must hold however much the worker has entered: nothing, a part, or everything. */
async function atEveryState(check: () => Promise<void>): Promise<void> {
  await check();
  await enterIntoSearch(2);
  await check();
  await enterAll();
  await check();
}

const names = [
  "José GARCÍA",
  "Zoë d'Arc-Müller",
  "İnci ŞAHİN",
  "ısı Yılmaz",
  "Straße ẞ",
  "ΣΟΦΟΣ Παπαδόπουλος",
  "Ядвига Ёлкина",
  "فاطمة الحسيني",
  "李 小龍",
  "長谷川さくら",
  "민준 박",
  "Łukasz Żak",
  "Øre Æsir",
  "O_o 100%",
  "a\\b 🎉🎊",
  "O’Neill",
];

test("a search finds exactly the payouts that have each of its words, in every script and at every state of the worker", async () => {
  const name = fc.oneof(
    fc.constantFrom(...names),
    fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names)).map((two) => two.join(" ")),
  );
  const texts = fc.array(name, { minLength: 5, maxLength: 8 });
  const cuts = fc.array(
    fc.array(
      fc.record({
        of: fc.nat(),
        field: fc.nat(2),
        from: fc.nat(),
        size: fc.integer({ min: 1, max: 6 }),
        look: fc.nat(3),
      }),
      { minLength: 1, maxLength: 2 },
    ),
    { minLength: 6, maxLength: 6 },
  );
  await fc.assert(
    fc.asyncProperty(texts, cuts, async (recipientNames, searches) => {
      organization = await createOrganization();
      ({ actor } = await createUser(organization));
      const made: Payout[] = [];
      for (const [index, recipientName] of recipientNames.entries())
        made.push(
          await createPayout(organization, {
            recipientName,
            recipientEmail: `p${index}.x@Mail.example`,
            reference: `CLM-${index}/Ä${index}`,
          }),
        );
      const asked = searches.map((parts) =>
        parts
          .map(({ of, field, from, size, look }) => {
            const payout = made[of % made.length]!;
            const characters = [...[payout.recipientName, payout.recipientEmail, payout.reference][field]!];
            const part = characters
              .slice(from % characters.length)
              .slice(0, size)
              .join("");
            return [part, part.toLowerCase(), part.toUpperCase(), part.normalize("NFD").replace(/\p{Mn}/gu, "")][look]!;
          })
          .join("  "),
      );
      await atEveryState(async () => {
        for (const q of asked) {
          const expected = made.filter((payout) => mustFind(payout, q)).map((payout) => payout.recipientName);
          expect({ q, found: await found(` ${q} `) }).toEqual({ q, found: expected.sort() });
        }
      });
    }),
    { numRuns: orInSoak(12, 150) },
  );
});

test("with or without accents, and in any case, both of two spellings of a name are found", async () => {
  const file = "José García,jose.g@example.com,S-1\nJose Garcia,jose2@example.com,S-2\nJOSÉ GARCÍA,j3@example.com,S-3";
  for (const line of file.split("\n")) {
    const [recipientName, recipientEmail, reference] = line.split(",") as [string, string, string];
    await createPayout(organization, { recipientName, recipientEmail, reference });
  }
  await createPayout(organization, { recipientName: "Martha Gary" });
  const all = ["JOSÉ GARCÍA", "Jose Garcia", "José García"];
  await atEveryState(async () => {
    for (const q of ["garcia", "García", "GARCÍA", "arcí", "garcia jose", "  JOSÉ   arci "])
      expect(await found(q)).toEqual(all);
  });
});

test("a payout is found by its id, whole and in any case", async () => {
  const { id } = await createPayout(organization, { recipientName: "By id" });
  await createPayout(organization, { recipientName: "Another" });
  const other = await createPayout(await createOrganization());
  await atEveryState(async () => {
    expect([
      await found(id),
      await found(` ${id.toUpperCase()} `),
      await found(id.slice(0, 20)),
      await found(other.id),
    ]).toEqual([["By id"], ["By id"], [], []]);
  });
});

test("after its email is changed a payout is found by the new one alone, at once, and nothing keeps the old one", async () => {
  const { id } = await createPayout(organization, { recipientName: "Ada", recipientEmail: "before@old.example" });
  await enterAll();
  await changeEmail(actor, id, "after@new.example");
  await atEveryState(async () => {
    expect([await found("old.example"), await found("after@")]).toEqual([[], ["Ada"]]);
  });
  expect((await db.select().from(payoutSearch)).filter(({ text }) => text.includes("before"))).toEqual([]);
});

test("a payout whose transaction commits late, behind later ones that are entered already, is found and entered", async () => {
  const early = uuidv7();
  await transaction(async (tx) => {
    await createPayout(organization, { id: early, recipientName: "Late Commit" }, tx);
    await createPayout(organization, { recipientName: "Quick Commit" });
    await enterAll();
  });
  await atEveryState(async () => expect(await found("commit")).toEqual(["Late Commit", "Quick Commit"]));
});

test("payouts that are loaded with triggers switched off are found and entered all the same", async () => {
  await transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    await createPayout(organization, { recipientName: "Loaded Quickly" }, tx);
  });
  await atEveryState(async () => expect(await found("loaded")).toEqual(["Loaded Quickly"]));
});

test("payouts of a database that is older than the search table are found while the worker enters them", async () => {
  for (let index = 0; index < 9; index++) await createPayout(organization, { recipientName: `Older ${index}` });
  await db.delete(payoutSearchQueue);
  const migration = await readFile("db/migrations/0019_payout_search.sql", "utf8");
  await db.execute(sql.raw(migration.slice(migration.lastIndexOf("INSERT INTO"))));
  await atEveryState(async () => expect(await found("older")).toHaveLength(9));
});

test("workers that enter at the same time, or stop midway, leave each payout entered once and as it stands", async () => {
  const made: Payout[] = [];
  for (let index = 0; index < 12; index++)
    made.push(await createPayout(organization, { recipientName: `Person ${index}` }));
  await db.execute(
    sql`create function stop_midway() returns trigger language plpgsql as $$ begin raise 'stopped'; end $$`,
  );
  await db.execute(sql`create trigger stop_midway after insert on payout_search execute function stop_midway()`);
  await expect(enterIntoSearch(5)).rejects.toThrow();
  await db.execute(sql`drop function stop_midway cascade`);
  expect(await found("person")).toHaveLength(12);
  await Promise.all([enterIntoSearch(5), enterIntoSearch(5), changeEmail(actor, made[3]!.id, "new@example.com")]);
  await enterAll();
  const texts = await db
    .select({
      text: payoutSearch.text,
      now: sql<string>`payout_search_text(${payouts.recipientName}, ${payouts.recipientEmail}, ${payouts.reference})`,
    })
    .from(payoutSearch)
    .innerJoin(payouts, eq(payouts.id, payoutSearch.payoutId))
    .orderBy(asc(payouts.id));
  expect(texts).toHaveLength(12);
  for (const { text, now } of texts) expect(text).toBe(now);
});
