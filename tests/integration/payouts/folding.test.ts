import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db, transaction } from "@/db/client";
import { organizations } from "@/db/schema/organizations";
import { payoutDeltas } from "@/db/schema/payout_deltas";
import { foldPayoutCounts } from "@/lib/payouts/counts/fold";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createPayout } from "@/tests/support/factories";

useDatabase();

test("while one organization is counted anew, the counts of the others are folded, and its own afterwards", async () => {
  const [counted, other] = [await createOrganization(), await createOrganization()];
  for (const organization of [counted, other]) await createPayout(organization);
  const unfolded = ({ id }: { id: string }) => db.$count(payoutDeltas, eq(payoutDeltas.organizationId, id));
  const before = await unfolded(counted);
  await transaction(async (tx) => {
    await tx.select().from(organizations).where(eq(organizations.id, counted.id)).for("no key update");
    while ((await foldPayoutCounts(100)) > 0);
    expect([await unfolded(counted), await unfolded(other)]).toEqual([before, 0]);
  });
  while ((await foldPayoutCounts(100)) > 0);
  expect(await unfolded(counted)).toBe(0);
});
