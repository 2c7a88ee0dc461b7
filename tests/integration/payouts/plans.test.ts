import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { ask } from "@/db/question";
import type { UserActor } from "@/lib/actor";
import type { AuditFilter } from "@/lib/audit/filter";
import { listEvents } from "@/lib/audit/queries";
import { errorTotals } from "@/lib/batches/error-totals";
import { awaitedDecisions, decisionTotals } from "@/lib/batches/awaiting";
import { awaitingAdmin } from "@/lib/batches/filter";
import { listBatches } from "@/lib/batches/queries";
import { dashboard } from "@/lib/dashboard/queries";
import { tabKeys } from "@/lib/dashboard/sections";
import { listEmails } from "@/lib/emails/queries";
import { open } from "@/lib/follow-up/filter";
import type { At } from "@/lib/moment";
import type { PayoutFilter } from "@/lib/payouts/list/filter";
import { servedSorts, type Sort } from "@/lib/payouts/list/view";
import { listPayouts, payoutRows } from "@/lib/payouts/queries";
import { recentlyTo } from "@/lib/payouts/recipients/links";
import { recipientTotals } from "@/lib/payouts/recipients/queries";
import { firstFound } from "@/lib/payouts/search/first-found";
import { askedLog } from "@/tests/support/asked-log";
import { countPayouts } from "@/tests/support/count-payouts";
import { filtersOfEachKey } from "@/tests/support/filters-of-each-key";
import { blocksOf, explaining, mostSorted, nodesOf, scannedTables } from "@/tests/support/explained";
import { useLargeWorld } from "@/tests/support/large-world";
import { extraFilters } from "@/tests/support/say-extra";
import { vacuumed } from "@/tests/support/vacuumed";
import "@/tests/support/own-environment";

/** Of a page of 50 rows, whatever the length of its list. */
const mostBlocks = 500;
const rowsOfPage = 51;
/** Of what the command menu finds, whatever is typed. */
const mostBlocksOfMenu = 3_000;
/** Of each status, current or replaced, and past its expiry. */
const kinds = 12;

let actor: UserActor;
let at: At;
useLargeWorld((large) => ({ actor, at } = large));

const allFilters = async () => [...(await filtersOfEachKey(actor)), ...extraFilters];

async function plansOf(filter: PayoutFilter, sort?: Sort) {
  const { executor, plans } = explaining();
  await payoutRows(actor, { filter, page: { sort } }, at, rowsOfPage - 1, executor);
  return plans;
}
const planOf = async (filter: PayoutFilter, sort: Sort) => (await plansOf(filter, sort))[0]!;

test("a page of a list reads few blocks and sorts a page at most, in each order that is offered, by each filter", async () => {
  for (const filter of [{}, ...(await allFilters())]) {
    for (const key of servedSorts(filter)) {
      for (const sort of [key, `-${key}`] as const) {
        const plan = await planOf(filter, sort);
        expect({ filter, sort, scanned: scannedTables(plan) }).toEqual({ filter, sort, scanned: [] });
        expect({ filter, sort, sorted: mostSorted(plan) <= kinds * rowsOfPage }).toEqual({
          filter,
          sort,
          sorted: true,
        });
        expect(blocksOf(plan), JSON.stringify({ filter, sort })).toBeLessThanOrEqual(mostBlocks);
      }
    }
  }
});

test("page 2,000 of a list reads no more than one and a half times what page 1 reads", async () => {
  const [far] = await db.execute<{ place: string }>(sql`
    select (extract(epoch from status_changed_at) * 1000)::bigint || '_' || id as place from payouts
    where organization_id = ${actor.organizationId} order by status_changed_at desc, id desc offset 15000 limit 1`);
  const { executor, plans } = explaining();
  await payoutRows(actor, { filter: {}, page: {} }, at, 50, executor);
  await payoutRows(actor, { filter: {}, page: { after: far!.place } }, at, 50, executor);
  const [first, last] = plans.map(blocksOf);
  expect(last).toBeLessThanOrEqual(1.5 * first!);
});

test("a page of two filters at once reads few blocks, and no table from end to end", async () => {
  const all = await allFilters();
  const bad: unknown[] = [];
  for (const [index, one] of all.entries()) {
    for (const other of all.slice(index + 1)) {
      if (Object.keys(one).some((key) => key in other)) continue;
      const filter = { ...one, ...other };
      const plans = await plansOf(filter);
      const [scanned, blocks] = [plans.flatMap(scannedTables), plans.map(blocksOf)];
      // Each batch with errors is read for itself where what changed last does not fill a page.
      const most = "batch_errors" in filter ? 1.5 * mostBlocks : mostBlocks;
      if (scanned.length > 0 || Math.max(...blocks) > most) bad.push({ filter, scanned, blocks });
    }
  }
  expect(bad).toEqual([]);
}, 60_000);

test("the total of a filter that no counts answer is read from indexes", async () => {
  for (const filter of [{}, ...(await allFilters())]) {
    const { executor, plans } = explaining();
    await listPayouts(actor, { filter, page: {} }, at, 50, executor);
    expect({ filter, blocks: plans.map(blocksOf) }).toSatisfy(({ blocks }) => Math.max(...blocks) <= 2 * mostBlocks);
  }
}, 60_000);

test("what is typed into the command menu costs few blocks in all, however much it finds", async () => {
  const [one] = await db.execute<{ id: string; reference: string; email: string }>(
    sql`select id, reference, recipient_email as email from payouts where organization_id = ${actor.organizationId} limit 1`,
  );
  const typed = ["a", "quackenbush", "olivia", "olivia whitaker", "xiuying", "mail7", "mail", "example.com", "nobody"];
  for (const q of [...typed, one!.id, one!.reference, one!.email]) {
    const { executor, plans } = explaining();
    await firstFound(actor, q, at, executor);
    const blocks = plans.map(blocksOf).reduce((sum, some) => sum + some, 0);
    expect({ q, blocks }).toSatisfy(() => blocks <= mostBlocksOfMenu);
    expect({ q, scanned: plans.flatMap(scannedTables) }).toEqual({ q, scanned: [] });
  }
}, 60_000);

test("a page of the audit log and its total read few blocks and no table from end to end, by each filter alone and in pairs", async () => {
  const [batch] = await db.execute<{ id: string; reference: string }>(sql`
    select batch_id as id, min(reference) as reference from payouts where organization_id = ${actor.organizationId} and batch_id is not null
    group by 1 order by count(*) desc limit 1`);
  const each: AuditFilter[] = [
    ...(["system", "recipient", "api_key", actor.userId] as const).map((who) => ({ who })),
    ...(["payout.completed", "payout.canceled", "batch.processed", "user.invited"] as const).map((what) => ({ what })),
    { batch: batch!.id },
    { payout: batch!.reference },
    { user: actor.userId },
    ...(["ok", "refused"] as const).map((result) => ({ result })),
    ...(["last-24h", "last-30d"] as const).map((when) => ({ when })),
  ];
  const pairs = each.flatMap((one, index) => each.slice(index + 1).map((other) => ({ ...other, ...one })));
  for (const filter of [{}, ...each, ...pairs]) {
    const { executor, plans } = explaining();
    await listEvents(actor, { ...(await askedLog(actor, filter, at, executor)), page: {} }, at, 50, executor);
    // Who did what in one batch is read from all of that batch's events.
    const most = "batch" in filter && "who" in filter ? 2 * mostBlocks : mostBlocks;
    expect({ filter, blocks: plans.map(blocksOf) }).toSatisfy(({ blocks }) => Math.max(...blocks) <= most);
    const scanned = plans.flatMap(scannedTables).filter((name) => name === "events");
    expect({ filter, scanned }).toEqual({ filter, scanned: [] });
  }
}, 60_000);

test("the batches read few blocks, however they are narrowed", async () => {
  for (const filter of [{}, { status: ["rejected" as const] }, { errors: "last-30d" }]) {
    const { executor, plans } = explaining();
    await listBatches(actor, { filter, page: {} }, at, 50, executor);
    expect({ filter, most: Math.max(...plans.map(blocksOf)) }).toSatisfy(({ most }) => most <= mostBlocks);
  }
});

test("the batches that wait for an admin are found without the others, however many there are", async () => {
  await db.execute(sql`
    insert into batches (organization_id, id, file_name, file_bytes, status, file_sha256, record_count, accepted_count, refused_count, created_at, validated_at, processed_at)
    select ${actor.organizationId}, gen_random_uuid(), 'old.csv', 1, 'rejected', 'old ' || one, 0, 0, 0, now(), now(), now()
    from generate_series(1, 5000) as one`);
  await vacuumed("batches");
  const { executor, plans } = explaining();
  await ask(executor, decisionTotals(actor, awaitingAdmin, at));
  await awaitedDecisions(actor, { ...awaitingAdmin, ...open }, at, 5, executor);
  const used = plans.map((plan) => nodesOf(plan).flatMap((node) => node["Index Name"] ?? []));
  expect(plans.flatMap(scannedTables)).toEqual([]);
  expect(new Set(used.flat())).toEqual(new Set(["batches_awaiting_decision"]));
  expect(plans.map(mostSorted)).toEqual([0, 0]);
}, 60_000);

test("what a page says of batches with errors reads few blocks in all, however often it asks which batches they are", async () => {
  const window = "last-30d";
  const { executor, plans } = explaining();
  const { total } = await listPayouts(actor, { filter: { batch_errors: window }, page: {} }, at, 50, executor);
  const counted = plans.filter((plan) => nodesOf(plan).some((node) => /^batch_/.test(node["Relation Name"] ?? "")));
  expect(counted).toHaveLength(1);
  expect(total.failed).toBe(await countPayouts(actor, { batch_errors: window, group: "failed" }, at));
  await errorTotals(actor, { errors: window }, at, executor);
  await listBatches(actor, { filter: { errors: window }, page: {} }, at, 50, executor);
  const entered = plans.flatMap(nodesOf).filter((node) => node["Index Name"] === "ingest_errors_occurred");
  const [found] = await db.execute<{ batches: number }>(sql`
    select count(*)::int as batches from batches where organization_id = ${actor.organizationId} and last_error_minute > now() - interval '30 days'`);
  expect(found!.batches).toBeGreaterThan(5);
  // Of those alone whose last error may lie before the window are the errors read.
  expect(entered.reduce((sum, node) => sum + node["Actual Loops"], 0)).toBeLessThanOrEqual(plans.length);
  expect(plans.map(blocksOf).reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(mostBlocks);
});

test("a queue reads few blocks, also before the server has looked at who has its payouts", async () => {
  await db.execute(sql`
    delete from pg_statistic where starelid = 'payouts'::regclass and staattnum in (
      select attnum from pg_attribute where attrelid = 'payouts'::regclass and attname in ('assignee_id', 'snoozed_until', 'handled_at'))`);
  for (const filter of [{ group: "failed" as const, ...open }, { ...open }, { group: "pending" as const, ...open }]) {
    const plan = await planOf(filter, "-changed");
    expect(mostSorted(plan)).toBeLessThanOrEqual(kinds * rowsOfPage);
    expect({ filter, blocks: blocksOf(plan) }).toSatisfy(({ blocks }) => blocks <= mostBlocks);
  }
  await vacuumed("payouts");
});

test("the email log by a rare status reads few blocks", async () => {
  for (const status of ["failed", "bounced"] as const) {
    const { executor, plans } = explaining();
    await listEmails(actor, { filter: { status }, page: {} }, at, 50, executor);
    expect({ status, scanned: plans.flatMap(scannedTables) }).toEqual({ status, scanned: [] });
    expect(blocksOf(plans[0]!)).toBeLessThanOrEqual(mostBlocks);
  }
});

test("the Dashboard asks for its figures at once and reads few blocks, and no table of payouts, events or errors from end to end", async () => {
  for (const [tab, currency] of [...tabKeys.map((key) => [key] as const), [tabKeys[0]!, "USD"] as const]) {
    const { executor, plans, plannedAnew } = explaining();
    await dashboard(actor, at, tab, currency, executor);
    // The counts; all other figures; what the open tab alone counts; its rows; what stands in them. To plan them takes longer
    // than to run them.
    const countsMore = ["batches-with-errors", "expiring-soon"].includes(tab);
    expect({ tab, asked: plans.length }).toSatisfy(({ asked }) => asked <= (countsMore ? 5 : 4));
    expect({ tab, plannedAnew }).toEqual({ tab, plannedAnew: [] });
    const small = ["organizations", "payout_deltas", "batches"];
    const grown = plans.flatMap(scannedTables).filter((table) => !small.includes(table));
    expect({ tab, grown }).toEqual({ tab, grown: [] });
    expect(plans.map(blocksOf).reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(mostBlocks / 2);
  }
});

/** A payout to somebody with 3,000 payouts, and one to somebody with few. */
async function knownRecipients(): Promise<string[]> {
  const id = actor.organizationId;
  await db.execute(sql`update payouts set recipient_email = 'Many@example.com' where organization_id = ${id}
    and id in (select id from payouts where organization_id = ${id} order by reference limit 3000)`);
  await vacuumed("payouts");
  const [known] = await db.execute<{ many: string; few: string }>(sql`
    select (select id from payouts where organization_id = ${id} and recipient_email = 'Many@example.com' limit 1) as many,
      (select id from payouts where organization_id = ${id} and recipient_email <> 'Many@example.com' limit 1) as few`);
  return [known!.many, known!.few];
}

// The last one, because it changes thousands of payouts.
test("lists, totals and the warning of a recipient read few blocks and no table from end to end, of 3,000 payouts too", async () => {
  for (const recipient of await knownRecipients()) {
    const filters: PayoutFilter[] = [
      { recipient },
      { recipient, group: "failed" },
      { recipient, status: ["completed"], currency: "USD" },
      recentlyTo(recipient),
    ];
    const { executor, plans } = explaining();
    for (const filter of filters) await listPayouts(actor, { filter, page: {} }, at, 50, executor);
    await recipientTotals(actor, recipient, at, executor);
    expect(plans.flatMap(scannedTables)).toEqual([]);
    expect(Math.max(...plans.map(blocksOf)), JSON.stringify(plans.map(blocksOf))).toBeLessThanOrEqual(mostBlocks);
  }
}, 60_000);
