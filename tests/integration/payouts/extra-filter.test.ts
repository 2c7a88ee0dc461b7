import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { db } from "@/db/client";
import type { UserActor } from "@/lib/actor";
import type { PayoutFilter } from "@/lib/payouts/list/filter";
import { parsePayoutFilter, payoutsHref } from "@/lib/payouts/list/filter";
import { listPayouts } from "@/lib/payouts/queries";
import { unknownColumns } from "@/lib/payouts/extra/columns";
import { extraColumns } from "@/lib/payouts/extra/queries";
import { enterIntoSearch } from "@/lib/payouts/search/entering";
import { created, fileOf, header, row } from "@/tests/support/batch-files";
import { countPayouts } from "@/tests/support/count-payouts";
import { useDatabase } from "@/tests/support/database";
import { blocksOf, explaining } from "@/tests/support/explained";
import { createOrganization, createPayout, createUser } from "@/tests/support/factories";
import { rebuilt } from "@/tests/support/vacuumed";
import { exported, forwards } from "@/tests/support/walk-list";

useDatabase();

const at = () => ({ now: new Date(), timeZone: "UTC" });
let actor: UserActor;

beforeEach(async () => {
  ({ actor } = await createUser(await createOrganization()));
});

const listed = async (filter: PayoutFilter) => {
  const { rows, total } = await listPayouts(actor, { filter, page: {} }, at());
  return { found: rows.map(({ reference }) => reference).sort(), count: total.count };
};

describe("a list filtered by extra columns", () => {
  beforeEach(async () => {
    const organization = { id: actor.organizationId };
    const make = (reference: string, extra: Record<string, string> | null, more = {}) =>
      createPayout(organization, { reference, extra, ...more });
    await make("A", { claim: "4711", department: "Sales" });
    await make("B", { claim: "47110", department: "Sales" });
    await make("C", { claim: "4712", department: "sales" }, { status: "completed" });
    await make("D", { department: "4711" });
    await make("E", null);
    await createPayout(await createOrganization(), { reference: "A", extra: { claim: "4711" } });
  });

  test.each(["that wait to be entered", "that are entered"])(
    "has just the payouts that say exactly this, of those %s",
    async (which) => {
      if (which === "that are entered") while ((await enterIntoSearch(100)) > 0);
      expect(await listed({ x: { claim: "4711" } })).toEqual({ found: ["A"], count: 1 });
      expect(await listed({ x: { department: "Sales" } })).toEqual({ found: ["A", "B"], count: 2 });
      expect(await listed({ x: { department: "Sales", claim: "47110" } })).toEqual({ found: ["B"], count: 1 });
      expect(await listed({ x: { department: "sales" }, group: "completed" })).toEqual({ found: ["C"], count: 1 });
      expect(await listed({ x: { department: "Sales" }, q: "47110" })).toEqual({ found: ["B"], count: 1 });
      expect(await listed({ x: { claim: "4" } })).toEqual({ found: [], count: 0 });
      expect(await countPayouts(actor, { x: { department: "Sales" } }, at())).toBe(2);
      expect((await exported(actor, { x: { claim: "4711" } }, at())).map(({ reference }) => reference)).toEqual(["A"]);
    },
  );

  test.each(["that wait to be entered", "that are entered"])(
    "and the search finds any part of their texts, of those %s",
    async (which) => {
      if (which === "that are entered") while ((await enterIntoSearch(100)) > 0);
      expect((await listed({ q: "4711" })).found).toEqual(["A", "B", "D"]);
      expect((await listed({ q: "SALES 4712" })).found).toEqual(["C"]);
    },
  );

  test("follows a payout whose texts change", async () => {
    while ((await enterIntoSearch(100)) > 0);
    await db.execute(
      sql`update payouts set extra = '{"claim": "9"}' where organization_id = ${actor.organizationId} and reference = 'A'`,
    );
    const expected = async () => {
      expect((await listed({ x: { claim: "9" } })).found).toEqual(["A"]);
      expect((await listed({ x: { claim: "4711" } })).found).toEqual([]);
    };
    await expected();
    while ((await enterIntoSearch(100)) > 0);
    await expected();
  });

  test("turns its pages like any other list", async () => {
    const walk = await forwards({ actor, at: at(), filter: { x: { department: "Sales" } }, size: 1 });
    expect(walk.rows.map(({ reference }) => reference).sort()).toEqual(["A", "B"]);
  });
});

describe("the address of such a list", () => {
  test("spells each column as one parameter", () => {
    expect(payoutsHref({ x: { phone: "+1 5", claim_number: "4711" } })).toBe(
      "/payouts?x.claim_number=4711&x.phone=%2B1+5",
    );
    expect(parsePayoutFilter({ "x.claim_number": " 4711 " })).toEqual({
      ok: true,
      value: { x: { claim_number: "4711" } },
    });
  });

  test.each(["x", "x.", "x.Claim", "x.a b", "x.__proto__", "x._a"])("refuses %s, and names it", (param) => {
    expect(parsePayoutFilter({ [param]: "1" })).toMatchObject({ ok: false, problems: [{ param }] });
  });

  test("of a column that the organization does not have is refused in the usual words", async () => {
    await created(actor, fileOf(`${header},Claim\n${row("R1")},4711`));
    const columns = await extraColumns(actor);
    expect(unknownColumns(columns, { x: { claim: "1" } })).toEqual([]);
    expect(unknownColumns(columns, { x: { claim: "1", claims: "1" } })).toEqual([
      { param: "x.claims", message: "is not something this list can be filtered by" },
    ]);
  });
});

describe("among many payouts", () => {
  const size = 14_000;
  const load = (organizationId: string) =>
    db.execute(sql`
      insert into payouts (organization_id, id, reference, recipient_name, recipient_email, amount_minor, currency, status,
        status_changed_at, created_at, expires_at, extra)
      select ${organizationId}::uuid, (lpad(to_hex(1764000000000 + n), 12, '0') || '7' || substr(md5(n::text), 1, 3) || '8' || substr(md5(n::text), 4, 15))::uuid,
        'CLM-' || n, 'Ada', 'p' || n || '@example.com', 100, 'USD', 'completed', now() - n * interval '1 second', now() - interval '60 days',
        now() + interval '60 days',
        jsonb_build_object('claim', n::text, 'department', case when n % 7 = 0 then 'Claims' else 'Sales' end)
      from generate_series(1, ${size}) as n`);

  async function readOnce(filter: PayoutFilter) {
    const { executor, plans } = explaining();
    const { rows, total } = await listPayouts(actor, { filter, page: {} }, at(), 50, executor);
    return { rows: rows.length, ...total, blocks: plans.reduce((sum, plan) => sum + blocksOf(plan), 0) };
  }

  /** The first run in a connection reads the catalog too, and so does one after a change of the catalog by others. */
  async function read(filter: PayoutFilter) {
    const runs = [await readOnce(filter), await readOnce(filter), await readOnce(filter)];
    return runs.reduce((least, run) => (run.blocks < least.blocks ? run : least));
  }

  test("one is found, and a page of a common text, in few blocks, while they wait to be entered too", async () => {
    await load(actor.organizationId);
    await load((await createOrganization()).id);
    await rebuilt("payouts", "payout_search_queue");
    const waiting = await read({ x: { department: "Sales" } });
    expect(waiting).toMatchObject({ rows: 50, capped: true });
    expect(waiting.blocks).toBeLessThan(1_500);
    while ((await enterIntoSearch(5_000)) > 0);
    await rebuilt("payouts", "payout_search");
    const one = await read({ x: { claim: "12345" } });
    expect(one).toMatchObject({ rows: 1, count: 1, capped: false });
    expect(one.blocks).toBeLessThan(250);
    const none = await read({ x: { claim: "0" } });
    expect(none).toMatchObject({ rows: 0, count: 0 });
    expect(none.blocks).toBeLessThan(250);
    const some = await read({ x: { department: "Claims" } });
    expect(some).toMatchObject({ rows: 50, capped: true });
    expect(some.count).toBeGreaterThan(50);
    expect(some.blocks).toBeLessThan(1_000);
    const many = await read({ x: { department: "Sales" } });
    expect(many).toMatchObject({ rows: 50, capped: true });
    expect(many.blocks).toBeLessThan(1_000);
  }, 120_000);
});
