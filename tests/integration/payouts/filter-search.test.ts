import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { listBatches } from "@/lib/batches/queries";
import { parseBatchList } from "@/lib/batches/filter";
import { listEmails } from "@/lib/emails/queries";
import { parseEmailList } from "@/lib/emails/filter";
import { parsePayoutFilter } from "@/lib/payouts/list/filter";
import { listPayouts } from "@/lib/payouts/queries";
import type { UserActor } from "@/lib/actor";
import { orInSoak } from "@/tests/support/seed";
import { createAttempt } from "@/tests/support/attempt-factory";
import { countPayouts } from "@/tests/support/count-payouts";
import { useDatabase } from "@/tests/support/database";
import {
  createBatch,
  createOrganization,
  createPayout,
  createUser,
  type Organization,
} from "@/tests/support/factories";

useDatabase();

let organization: Organization;
let actor: UserActor;
const at = { now: new Date(), timeZone: "UTC" };

beforeEach(async () => {
  organization = await createOrganization();
  ({ actor } = await createUser(organization));
});

async function named(...names: string[]): Promise<void> {
  for (const recipientName of names)
    await createPayout(organization, {
      recipientName,
      recipientEmail: "someone@example.com",
      reference: `REF ${names.indexOf(recipientName)}`,
    });
}

async function found(q: string): Promise<string[]> {
  const parsed = parsePayoutFilter({ q });
  if (!parsed.ok) throw new Error(`${q} is refused`);
  return (await listPayouts(actor, { filter: parsed.value, page: {} }, at)).rows.map((row) => row.recipientName).sort();
}

test.each(["%", "_", "\\", "100%", "a_b", "\\%", "%%", "__"])(
  "%j is searched literally and is no wildcard",
  async (q) => {
    await named(`${q} Smith`, `Smith ${q}`, "aXb Smith", "1000 Smith", "Smith");
    expect(await found(q)).toEqual([`${q} Smith`, `Smith ${q}`].sort());
  },
);

test("a search finds the provider's reference of any payment attempt, from its first eight characters and in any case", async () => {
  await named("Ada Byron", "Bea Byron");
  const [ada] = (await listPayouts(actor, { filter: { q: "ada" }, page: {} }, at)).rows;
  await createAttempt({ ...ada!, failureCode: "account_closed" }, { providerReference: "SBX-7777A" });
  await createAttempt(ada!, { number: 2, providerReference: "SBX-88B" });
  expect([await found("sbx-7777"), await found("SBX-88b"), await found("sbx-77")]).toEqual([
    ["Ada Byron"],
    ["Ada Byron"],
    [],
  ]);
  const other = await createOrganization();
  await createAttempt(await createPayout(other), { providerReference: "SBX-99" });
  expect(await found("SBX-99")).toEqual([]);
});

test("a search finds any part of a name from three characters on, and fewer at the start of a word", async () => {
  await named("Ada Maria Byron", "Byron Katie", "Abyron Jones");
  expect(await found("yro")).toEqual(["Abyron Jones", "Ada Maria Byron", "Byron Katie"]);
  expect(await found("MARIA B")).toEqual(["Ada Maria Byron"]);
  expect(await found("by")).toEqual(["Ada Maria Byron", "Byron Katie"]);
  expect(await found("ro")).toEqual([]);
});

test.each(["İnci Şahin", "ΣΟΦΟΣ Παπαδόπουλος", "Łukasz Żak", "李 小龍", "Ядвига Ёлкина", "O'Neill-Straße"])(
  "%s is found by the exact name, by each of its words, and in lower case",
  async (name) => {
    await named(name, "Somebody Else");
    const words = name.split(" ");
    for (const q of [name, ...words]) expect(await found(q)).toEqual([name]);
    for (const q of words.filter((word) => !/[İΣ]/.test(word))) expect(await found(q.toLowerCase())).toEqual([name]);
  },
);

test("a search finds any part of an email and of a reference, in any case, and words of both together", async () => {
  await createPayout(organization, {
    recipientName: "By email",
    recipientEmail: "Ada.Byron@Example.com",
    reference: "RFD-1",
  });
  await createPayout(organization, {
    recipientName: "By reference",
    recipientEmail: "bea@example.net",
    reference: "CLM-2026/0007",
  });
  expect(await found("da.byron@EX")).toEqual(["By email"]);
  expect(await found("clm-2026/")).toEqual(["By reference"]);
  expect(await found("26/000")).toEqual(["By reference"]);
  expect(await found("0007 bea@ by")).toEqual(["By reference"]);
  expect(await found("0007 ada")).toEqual([]);
});

test("a search never reaches another organization", async () => {
  await createPayout(await createOrganization(), { recipientName: "Ada Byron" });
  expect(await found("ada")).toEqual([]);
});

test("any search text is answered, or refused by name, but never causes an error", async () => {
  await named("Ada Byron");
  const texts = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: "grapheme" }),
    fc.constantFrom("\u0000", "a\u0000b", "\ud800", "' or 1=1 --", "$1", "{}", "\\"),
  );
  await fc.assert(
    fc.asyncProperty(texts, async (text) => {
      const parsed = parsePayoutFilter({ q: text });
      if (parsed.ok) await countPayouts(actor, parsed.value, at);
      else expect(parsed.problems).toMatchObject([{ param: "q" }]);
    }),
    { numRuns: orInSoak(40, 400) },
  );
});

test("any text in the other searches and in every window is answered and never causes an error", async () => {
  await createBatch(organization);
  await createPayout(organization);
  const id = "0190a0b0-0000-7000-8000-000000000000";
  const texts = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom(
      "\u0000",
      "%",
      `999999999999999_${id}`,
      `0_${id}`,
      "2999-12-31..",
      "..1900-01-01",
      "..2999-12-31",
      "last-9999d",
      "next-9999d",
    ),
  );
  await fc.assert(
    fc.asyncProperty(texts, async (text) => {
      const batches = parseBatchList({ file: text });
      if (batches.ok) await listBatches(actor, batches.value, at);
      for (const param of ["changed", "expires", "batch"]) {
        const parsed = parsePayoutFilter({ [param]: text });
        if (parsed.ok) await countPayouts(actor, parsed.value, at);
      }
      const emails = parseEmailList({ to: text });
      if (emails.ok) await listEmails(actor, emails.value, at);
    }),
    { numRuns: orInSoak(40, 400) },
  );
});

test("the second half of a hyphenated name counts as a word", async () => {
  await named("Jean-Luc Moreau", "Lucas Marsh", "Pluck Olsen");
  expect(await found("lu")).toEqual(["Jean-Luc Moreau", "Lucas Marsh"]);
});
