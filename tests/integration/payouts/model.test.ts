import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { emptyDatabase, useDatabase } from "@/tests/support/database";
import { stories } from "@/tests/model/commands";
import { countsEqualTheirLists } from "@/tests/model/invariants";
import { beginStory, type Mailbox } from "@/tests/model/story";
import { orInSoak, testSeed } from "@/tests/support/seed";
import { startMailServer } from "@/tests/support/mail-server";

useDatabase();

const howMany = orInSoak(15, 200);
const mailbox: Mailbox = { refused: null };
let mail: Awaited<ReturnType<typeof startMailServer>>;
beforeAll(
  async () => void (mail = await startMailServer({ answerTo: (to) => (to === mailbox.refused ? 550 : undefined) })),
);
afterAll(() => mail.close());

test(`after any steps in any order every payout, count, notice and email is consistent (${howMany} stories, TEST_SEED=${testSeed})`, {
  timeout: 600_000,
}, async () => {
  let finished = 0;
  await fc.assert(
    fc.asyncProperty(stories, async (story) => {
      await emptyDatabase();
      mailbox.refused = null;
      const begun = await beginStory(mailbox);
      await fc.asyncModelRun(() => begun, story);
      await countsEqualTheirLists(begun.real);
      finished += 1;
    }),
    { numRuns: howMany, endOnFailure: true, seed: Number(testSeed) },
  );
  expect(finished).toBe(howMany);
});
