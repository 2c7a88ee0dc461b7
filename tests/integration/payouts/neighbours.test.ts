import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { payoutNeighbours } from "@/lib/payouts/list/neighbours";
import { listPayouts } from "@/lib/payouts/queries";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createPayout, createUser } from "@/tests/support/factories";

useDatabase();

test("the payouts before and after one are found however many others lie between in the order of the list", async () => {
  const organization = await createOrganization();
  const { actor } = await createUser(organization);
  const statusChangedAt = new Date("2026-06-01T12:00:00Z");
  for (const amountMinor of [100n, 200n, 9_000n, 9_100n])
    await createPayout(organization, { status: "canceled", amountMinor, statusChangedAt });
  // Twice as many as one walk by amount looks at.
  await db.execute(sql`
    insert into payouts (organization_id, id, reference, recipient_name, recipient_email, amount_minor, currency, status, created_at, status_changed_at, expires_at)
    select ${organization.id}::uuid, gen_random_uuid(), 'between ' || n, 'Ada', 'ada@example.com', 1000 + n, 'USD', 'completed', now(), now(), now()
    from generate_series(1, 900) as n`);
  const list = {
    filter: { currency: "USD", amount_min: "1", status: ["canceled" as const] },
    page: { sort: "amount" as const },
  };
  const at = { now: new Date(), timeZone: "UTC" };
  const byAmount = { filter: { currency: "USD", status: ["canceled" as const] }, page: { sort: "amount" as const } };
  const ids = (await listPayouts(actor, byAmount, at, 500)).rows;
  expect(ids).toHaveLength(4);
  for (const [index, payout] of ids.entries())
    expect(await payoutNeighbours(actor, payout, list, at)).toEqual({
      previous: ids[index - 1]?.id ?? null,
      next: ids[index + 1]?.id ?? null,
    });
});
