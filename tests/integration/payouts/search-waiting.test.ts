import { sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { db } from "@/db/client";
import { digests } from "@/db/schema/digests";
import { getRun } from "@/lib/runs/queries";
import { prepareRun } from "@/lib/runs/mutations";
import type { UserActor } from "@/lib/actor";
import { listPayouts, listTotals } from "@/lib/payouts/queries";
import { askForDigest } from "@/lib/views/digests/mutations";
import { queueDueDigests } from "@/lib/views/digests/queueing";
import { firstFound } from "@/lib/payouts/search/first-found";
import { enterIntoSearch } from "@/lib/payouts/search/entering";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createPayout, createUser, createView, type Organization } from "@/tests/support/factories";
import { deliverAll, mailServer } from "@/tests/support/outbox";
import { momentNow } from "@/tests/support/runs";
import { refused } from "@/tests/support/twenty";
import { whileManyWaitForSearch } from "@/tests/support/waiting-for-search";
import { exported } from "@/tests/support/walk-list";

useDatabase();

let organization: Organization;
let admin: UserActor;
const filter = { q: "ada" };
beforeEach(async () => {
  organization = await createOrganization();
  admin = (await createUser(organization)).actor;
  await createPayout(organization, { recipientName: "Ada Byron" });
  while ((await enterIntoSearch(5_000)) > 0);
  // It waits, and so many others that the search does not come to it.
  await createPayout(organization, { recipientName: "Ada Hopper" });
  await createPayout(organization, { recipientName: "Grace Person" });
});

test("while more payouts wait for the search than it looks at, a list says that it may lack some", async () => {
  const at = await momentNow(admin);
  const list = async () => {
    const { rows, total } = await listPayouts(admin, { filter, page: {} }, at);
    return { names: rows.map(({ recipientName }) => recipientName), count: total.count, soFar: total.soFar };
  };
  await whileManyWaitForSearch(organization.id, async () => {
    expect(await list()).toEqual({ names: ["Ada Byron"], count: 1, soFar: true });
    // Beside the name of a saved view a number would be taken for all of them.
    expect(await listTotals(admin, { view: filter, all: {} }, at)).toEqual({ all: { count: 3, capped: false } });
  });
  expect(await list()).toEqual({ names: ["Ada Hopper", "Ada Byron"], count: 2 });
});

test("meanwhile the export lacks none, the command menu has what changed last too, and no run begins", async () => {
  const at = await momentNow(admin);
  await whileManyWaitForSearch(organization.id, async () => {
    const rows = await exported(admin, filter, at);
    expect(rows.map((row) => row["recipient_name"])).toEqual(["Ada Byron", "Ada Hopper"]);
    const found = await firstFound(admin, "ada", at);
    expect(found.map(({ recipientName }) => recipientName)).toEqual(["Ada Hopper", "Ada Byron"]);
    expect(await refused(prepareRun(admin, "cancel", { filter }, at))).toMatchObject({
      code: "conflict",
      message: expect.stringMatching(/^Nothing was started: .* search/),
    });
  });
  const run = await prepareRun(admin, "cancel", { filter }, await momentNow(admin));
  expect(await getRun(admin, run)).toMatchObject({ payoutCount: 2 });
});

test("meanwhile the command menu finds a payout by its id also behind a thousand that changed later", async () => {
  const at = await momentNow(admin);
  const [oldest] = (await listPayouts(admin, { filter: {}, page: { sort: "created" } }, at)).rows;
  const behind = () =>
    db.execute(sql`
      insert into payouts select (jsonb_populate_record(one, jsonb_build_object('id', gen_random_uuid(), 'reference', 'R-' || n,
        'recipient_name', 'Grace Person', 'status_changed_at', one.status_changed_at + interval '1 second'))).*
      from payouts one, generate_series(1, 1001) as n where one.id = ${oldest!.id}`);
  await whileManyWaitForSearch(
    organization.id,
    async () => expect((await firstFound(admin, oldest!.id, at)).map(({ id }) => id)).toEqual([oldest!.id]),
    behind,
  );
});

test("an email with a saved view says that it may lack some", async () => {
  const view = await createView(organization, { name: "Ada", query: "?q=ada" });
  const server = await mailServer();
  await askForDigest(admin, view.id, "morning");
  await db.update(digests).set({ dueAt: new Date(0) });
  await queueDueDigests(10);
  await whileManyWaitForSearch(organization.id, deliverAll);
  const { raw } = server.received[0]!;
  expect(raw).toMatch(/^Subject: Ada: 1 payout found so far\r?$/m);
  expect(raw.replace(/=\r?\n/g, "")).toContain("may be missing here");
});
