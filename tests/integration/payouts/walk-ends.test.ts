import { sql, type SQL } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import type { PayoutFilter } from "@/lib/payouts/list/filter";
import type { Sort } from "@/lib/payouts/list/view";
import { listPayouts } from "@/lib/payouts/queries";
import { useDatabase } from "@/tests/support/database";
import {
  createBatch,
  createOrganization,
  createIngestError,
  createPayout,
  createUser,
} from "@/tests/support/factories";
import { forwards } from "@/tests/support/walk-list";

useDatabase();

const at = { now: new Date(), timeZone: "UTC" };

async function setUp() {
  const organization = await createOrganization();
  return { organization, ...(await createUser(organization)) };
}

/** So many payouts that differ by their number `n`. @param columns values in the order of the statement */
const insertMany = (organizationId: string, name: string, count: number, columns: SQL) =>
  db.execute(sql`
    insert into payouts (organization_id, id, reference, recipient_name, recipient_email, amount_minor, currency, status, status_changed_at, created_at, expires_at)
    select ${organizationId}::uuid, gen_random_uuid(), ${name} || '-' || n, 'Ada Byron', 'ada@example.com', ${columns} from generate_series(1, ${count}::int) as n`);

describe("a list whose pages look at a part of an index each", () => {
  const filter: PayoutFilter = { currency: "USD", amount_min: "1", status: ["expired"] };

  test.each([1, 60])(
    "shows each payout once, %i past their expiry that nobody has written as expired among them",
    async (overdue) => {
      const { organization, actor } = await setUp();
      const past = sql`now() - interval '20 days', now() - interval '50 days', now() - interval '20 days'`;
      await insertMany(organization.id, "PAID", 450, sql`100000 + n, 'USD', 'completed', ${past}`);
      await insertMany(organization.id, "OLD", 2, sql`50000 - n, 'USD', 'expired', ${past}`);
      await insertMany(organization.id, "OVERDUE", overdue, sql`20000 - n, 'USD', 'pending', ${past}`);
      const { rows } = await forwards({ actor, at, filter, size: 50 });
      const few = Array.from({ length: overdue }, (_, index) => `OVERDUE-${index + 1}`);
      expect(rows.map(({ reference }) => reference)).toEqual(["OLD-1", "OLD-2", ...few]);
    },
  );
});

describe("a list in an order that no index has", () => {
  const soon = sql`now(), now() - interval '1 day', now() + n * interval '1 second' + interval '1 hour'`;
  const asked = (actor: Parameters<typeof listPayouts>[0], filter: PayoutFilter, sort: Sort) =>
    listPayouts(actor, { filter, page: { sort } }, at);

  test("is not shown in part where its payouts are few but stand among too many others", async () => {
    const { organization, actor } = await setUp();
    await insertMany(organization.id, "USD", 9_990, sql`n, 'USD', 'pending', ${soon}`);
    await insertMany(organization.id, "EUR", 10, sql`n, 'EUR', 'pending', ${soon} + interval '1 day'`);
    const filter: PayoutFilter = { expires: "next-7d", currency: "EUR" };
    const shown = async () => {
      const { rows, unsorted, total } = await asked(actor, filter, "-amount");
      return { rows: rows.length, unsorted, total: total.count };
    };
    expect(await shown()).toEqual({ rows: 10, unsorted: false, total: 10 });
    await insertMany(organization.id, "MORE", 1, sql`n, 'USD', 'pending', ${soon}`);
    expect(await shown()).toEqual({ rows: 0, unsorted: true, total: 10 });
  });

  test("is whole where batches say which payouts it has, however many others there are", async () => {
    const { organization, actor } = await setUp();
    const batch = await createBatch(organization, { refusedCount: 1 });
    await createIngestError(batch);
    await insertMany(organization.id, "OTHER", 10_001, sql`n, 'USD', 'pending', ${soon}`);
    for (const amountMinor of [2n, 3n, 1n]) await createPayout(organization, { batchId: batch.id, amountMinor });
    const { rows, unsorted } = await asked(actor, { batch_errors: "last-7d", currency: "USD" }, "-amount");
    expect([unsorted, rows.map(({ amountMinor }) => amountMinor)]).toEqual([false, [3n, 2n, 1n]]);
  });

  test("is not shown in part where it is not known how many it has", async () => {
    const { organization, actor } = await setUp();
    await insertMany(organization.id, "PAID", 10_001, sql`n, 'USD', 'completed', ${soon}`);
    await db.execute(sql`update payouts set status = 'canceled' where reference in ('PAID-1', 'PAID-2')`);
    const { rows, unsorted, total } = await asked(actor, { created: "last-30d", status: ["canceled"] }, "expires");
    expect({ rows, unsorted, capped: total.capped }).toEqual({ rows: [], unsorted: true, capped: true });
  });
});
