import fc from "fast-check";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { ask } from "@/db/question";
import { payouts } from "@/db/schema/payouts";
import { Random } from "@/scripts/demo-data/random";
import { batchesBeside, countBatches, listBatches } from "@/lib/batches/queries";
import { listedStatuses } from "@/lib/batches/status";
import { assignedToMe, filterAssignee } from "@/lib/follow-up/queries";
import { besides, open, type FollowUpFilter } from "@/lib/follow-up/filter";
import { parsePayoutFilter, payoutsHref, type PayoutFilter } from "@/lib/payouts/list/filter";
import { payoutsBeside } from "@/lib/payouts/list/left-out";
import { listPayouts } from "@/lib/payouts/queries";
import { payoutStatuses } from "@/lib/payouts/status";
import { paramsOf } from "@/tests/support/address";
import { countPayouts } from "@/tests/support/count-payouts";
import { useDatabase } from "@/tests/support/database";
import { moneyOf } from "@/tests/support/dashboard-oracle";
import { createBatch, createOrganization, createUser, type User } from "@/tests/support/factories";
import { createWorld, randomMoment, type NewPayout, type World } from "@/tests/support/random-payouts";
import { exported, forwards } from "@/tests/support/walk-list";

useDatabase();

const DAY_MS = 86_400_000;

type FollowUp = Required<Pick<NewPayout, "assigneeId" | "snoozedUntil" | "handledAt">>;

function randomFollowUp(random: Random, people: readonly string[], now: Date, replaced: boolean): FollowUp {
  const snoozedUntil = new Date(now.getTime() + random.pick([-DAY_MS, 0, 1, DAY_MS]));
  return {
    assigneeId: random.chance(0.4) ? random.pick(people) : null,
    snoozedUntil: !replaced && random.chance(0.4) ? snoozedUntil : null,
    handledAt: !replaced && random.chance(0.3) ? now : null,
  };
}

const reasonOf = ({ handledAt }: FollowUp) => ({ handledReason: handledAt && "Called the bank" });

/** A random world in which people have handed work to one another. */
async function setUp(seed: string, size?: number) {
  const random = new Random(seed);
  const world = await createWorld(random, randomMoment(random), size);
  const { organizationId: id, userId } = world.actor;
  const colleague = await createUser({ id, timeZone: "UTC" } as Parameters<typeof createUser>[0]);
  for (const payout of world.payouts) {
    const followUp = randomFollowUp(random, [userId, colleague.id], world.at.now, Boolean(payout.archivedAt));
    Object.assign(payout, followUp);
    await db
      .update(payouts)
      .set({ ...followUp, ...reasonOf(followUp) })
      .where(eq(payouts.id, payout.id));
  }
  return { world, colleague, random };
}

/** Whether a payout is what a filter asks, from the record itself. */
function fits(payout: NewPayout, filter: PayoutFilter, { at: { now }, actor }: World): boolean {
  const overdue = payout.status === "pending" && payout.expiresAt <= now;
  const status = overdue ? "expired" : payout.status;
  const snoozed = !overdue && (payout.snoozedUntil ?? now) > now;
  const handled = !overdue && Boolean(payout.handledAt);
  const has: Record<string, boolean> = {
    nobody: !payout.assigneeId,
    somebody: Boolean(payout.assigneeId),
    me: payout.assigneeId === actor.userId,
  };
  const { assigned } = filter;
  return (
    (filter.group !== "failed" || (status!.startsWith("failed") && !payout.archivedAt)) &&
    (filter.status === undefined || filter.status.includes(status!)) &&
    (filter.batch === undefined || payout.batchId === filter.batch) &&
    (filter.currency === undefined || payout.currency === filter.currency) &&
    (assigned === undefined || (has[assigned] ?? payout.assigneeId === assigned)) &&
    (filter.snoozed === undefined || (filter.snoozed === "yes") === snoozed) &&
    (filter.handled === undefined || (filter.handled === "yes") === handled)
  );
}

/** The list behind the address of a filter: its total is its rows, which are those of the file, and the expected ones. */
async function expectRight(world: World, filter: PayoutFilter): Promise<number> {
  const parsed = parsePayoutFilter(paramsOf(payoutsHref(filter)));
  if (!parsed.ok) throw new Error("the link is refused");
  const expected = world.payouts.filter((one) => fits(one, filter, world)).map(({ id }) => id);
  const { rows, totals } = await forwards({ ...world, filter: parsed.value, size: 20 });
  const file = await exported(world.actor, parsed.value, world.at);
  const found = { list: rows.map(({ id }) => id).sort(), file: file.map(({ id }) => id!).sort() };
  expect({ filter, ...found }).toEqual({ filter, list: expected.sort(), file: expected });
  for (const { count, capped, money } of totals) {
    expect({ filter, count, capped }).toEqual({ filter, count: expected.length, capped: false });
    expect(Object.fromEntries(money!.map((sum) => [sum.currency, sum.amountMinor]))).toEqual(
      moneyOf(world.payouts, expected),
    );
  }
  expect(await countPayouts(world.actor, parsed.value, world.at)).toBe(expected.length);
  return expected.length;
}

const yesOrNo = fc.constantFrom("yes" as const, "no" as const);

test("by every combination of who has it, snoozed and handled, with other filters, number = list = export = what is true", async () => {
  const { world, colleague } = await setUp("combinations");
  const filters = fc.record(
    {
      group: fc.constant("failed" as const),
      status: fc.subarray([...payoutStatuses], { minLength: 1 }),
      currency: fc.constantFrom("USD", "EUR"),
      batch: fc.constantFrom(...world.batches.map(({ id }) => id)),
      assigned: fc.constantFrom("me", "nobody", "somebody", colleague.id),
      snoozed: yesOrNo,
      handled: yesOrNo,
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(filters, async (filter) => void (await expectRight(world, filter))),
    { numRuns: 30 },
  );
});

test.each(["one", "three"])(
  "the queue of what failed, and what is snoozed, assigned and handled beside it, are all that failed: world %s",
  async (seed) => {
    const { world } = await setUp(`queue ${seed}`, 80);
    const all: PayoutFilter = { group: "failed" };
    const parts = [open, ...besides.map(({ filter }) => filter)];
    const counts: number[] = [];
    for (const part of parts) counts.push(await expectRight(world, { ...all, ...part }));
    expect(counts.reduce((sum, count) => sum + count)).toBe(await expectRight(world, all));
    const beside = await payoutsBeside(world.actor, all, world.at);
    expect(beside.map(({ filter, count }) => ({ filter, count }))).toEqual(
      besides.map(({ filter }, index) => ({ filter: { ...all, ...filter }, count: counts[index + 1] })),
    );
    const searched: PayoutFilter = { ...all, q: "example" };
    const listed = async (filter: PayoutFilter) =>
      (await listPayouts(world.actor, { filter: { ...searched, ...filter }, page: {} }, world.at)).total.count;
    const besideSearched = await payoutsBeside(world.actor, searched, world.at);
    for (const [index, { count }] of besideSearched.entries()) expect(count).toBe(await listed(besides[index]!.filter));
    expect(besideSearched.reduce((sum, { count }) => sum + count, await listed(open))).toBe(await listed({}));
  },
);

test("the same holds of batches in review, and every filter of batches is what is true", async () => {
  const random = new Random("batches");
  const organization = await createOrganization();
  const [me, colleague] = [await createUser(organization), await createUser(organization)];
  const at = { now: new Date(), timeZone: "UTC" };
  const made = [];
  for (const index of Array.from({ length: 30 }).keys()) {
    const followUp = randomFollowUp(random, [me.id, colleague.id], at.now, false);
    const inReview = { status: "ready", createdCount: 0, processedAt: null } as const;
    made.push(await createBatch(organization, { ...(index % 2 && inReview), ...followUp, ...reasonOf(followUp) }));
  }
  const ids = async (filter: FollowUpFilter) => {
    const found = await listBatches(me.actor, { filter: { status: ["ready"], ...filter }, page: {} }, at);
    expect(found.rows).toHaveLength(found.total);
    return found.rows.map(({ id }) => id);
  };
  const parts = await Promise.all([open, ...besides.map(({ filter }) => filter)].map(ids));
  expect(parts.every((part) => part.length > 0)).toBe(true);
  expect(parts.flat().sort()).toEqual((await ids({})).sort());
  const beside = await batchesBeside(me.actor, { status: ["ready"] }, at);
  expect(beside.map(({ count }) => count)).toEqual(parts.slice(1).map(({ length }) => length));
  const { rows } = await listBatches(me.actor, { filter: { assigned: "me", status: listedStatuses }, page: {} }, at);
  expect(rows.map(({ id }) => id).sort()).toEqual(
    made
      .filter(({ assigneeId }) => assigneeId === me.id)
      .map(({ id }) => id)
      .sort(),
  );
  expect((await ask(db, assignedToMe(me.actor))).batches).toBe(await countBatches(me.actor, { assigned: "me" }, at));
});

test("“assigned to me” means the user who reads the list, and no user for the worker; a user of another organization is a problem", async () => {
  const { world, colleague } = await setUp("me", 30);
  const total = async (user: Pick<User, "actor">, filter: PayoutFilter) =>
    (await listPayouts(user.actor, { filter, page: {} }, world.at)).total.count;
  for (const user of [world, colleague]) {
    const mine = await total(user, { assigned: "me" });
    expect(mine).toBeGreaterThan(0);
    expect([mine, (await ask(db, assignedToMe(user.actor))).payouts]).toEqual([
      await total(world, { assigned: user.actor.userId }),
      mine,
    ]);
  }
  const { organizationId } = world.actor;
  const worker = { type: "system", organizationId, requestId: "test" } as const;
  expect(await countPayouts(worker, { assigned: "me" }, world.at)).toBe(0);
  const stranger = await createUser(await createOrganization());
  expect(await filterAssignee(world.actor, { assigned: stranger.id })).toMatchObject({
    problems: [{ param: "assigned" }],
  });
  expect(await filterAssignee(world.actor, { assigned: colleague.id })).toEqual({ name: colleague.name, problems: [] });
  expect(parsePayoutFilter({ assigned: "everybody" })).toMatchObject({ ok: false, problems: [{ param: "assigned" }] });
});
