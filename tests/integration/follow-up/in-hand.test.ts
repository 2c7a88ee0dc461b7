import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { ask } from "@/db/question";
import { awaitingAdmin } from "@/lib/batches/filter";
import { besideBatches } from "@/lib/batches/queries";
import { assignedToMe } from "@/lib/follow-up/queries";
import { besidePayouts, payoutsBeside } from "@/lib/payouts/list/left-out";
import { useDatabase } from "@/tests/support/database";
import { blocksOf, explaining, nodesOf } from "@/tests/support/explained";
import { createBatch, createOrganization, createPayout, createUser } from "@/tests/support/factories";
import { rebuilt } from "@/tests/support/vacuumed";

useDatabase();

const handled = 1_000;

test("what a queue leaves out is counted on an index alone, however much was handled over the years", async () => {
  const organization = await createOrganization();
  const { actor } = await createUser(organization);
  const { id } = await createPayout(organization, { status: "failed_to_send", failureCode: "account_closed" });
  await db.execute(sql`
    insert into payouts select (jsonb_populate_record(one, jsonb_build_object('id', gen_random_uuid(), 'reference', 'R-' || n,
      'status_changed_at', now() - n * interval '1 hour') || case when n <= ${handled} then
        jsonb_build_object('handled_at', now(), 'handled_reason', 'Called the bank') else '{}' end)).*
    from payouts one, generate_series(1, ${4 * handled}) as n where one.id = ${id}`);
  await rebuilt("payouts");
  const at = { now: new Date(), timeZone: "UTC" };
  const { executor, plans } = explaining();
  const beside = await ask(executor, besidePayouts(actor, { group: "failed" }, at));
  expect(beside.map(({ words, count }) => [words, count])).toEqual([
    ["snoozed", 0],
    ["assigned", 0],
    ["handled", handled],
  ]);
  expect(beside).toEqual(await payoutsBeside(actor, { group: "failed" }, at));
  const ways = plans.flatMap(nodesOf).filter((node) => node["Relation Name"] === "payouts");
  expect(new Set(ways.map((node) => node["Node Type"]))).toEqual(new Set(["Index Only Scan"]));
  expect(plans.map(blocksOf).every((blocks) => blocks < handled / 20 + 10)).toBe(true);
});

test("batches beside those that await a decision are read among these alone, however many were assigned over the years", async () => {
  const organization = await createOrganization();
  const { actor } = await createUser(organization);
  const { id } = await createBatch(organization, { status: "partially_processed", acceptedCount: 1, refusedCount: 1 });
  await db.execute(sql`
    insert into batches select (jsonb_populate_record(one, jsonb_build_object('id', gen_random_uuid(), 'file_sha256', 'f' || n,
      'assignee_id', ${actor.userId}::uuid))).*
    from batches one, generate_series(1, 500) as n where one.id = ${id}`);
  await createBatch(organization, { status: "ready", assigneeId: actor.userId });
  await rebuilt("batches");
  const at = { now: new Date(), timeZone: "UTC" };
  const { executor, plans } = explaining();
  const beside = await ask(executor, besideBatches(actor, awaitingAdmin, at));
  expect(beside.map(({ words, count }) => [words, Number(count)])).toEqual([
    ["snoozed", 0],
    ["assigned", 1],
    ["handled", 0],
  ]);
  expect(await ask(executor, assignedToMe(actor))).toEqual({ payouts: 0, batches: 501 });
  const ways = plans.flatMap(nodesOf).filter((node) => node["Relation Name"] === "batches");
  expect(ways.map((node) => node["Index Name"])).toEqual(["batches_awaiting_decision", "batches_assigned"]);
});
