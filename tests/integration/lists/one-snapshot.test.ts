import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { listBatches } from "@/lib/batches/queries";
import { useDatabase } from "@/tests/support/database";
import { createBatch, createOrganization, createUser } from "@/tests/support/factories";
import { holding, untilWaiting } from "@/tests/support/lock-waiters";

useDatabase();

test("the number above a list is that of its rows, whatever arrives while they are read", async () => {
  const organization = await createOrganization();
  const { actor } = await createUser(organization);
  await createBatch(organization);
  const asked = { filter: {}, page: {} };
  let reading: ReturnType<typeof listBatches> | undefined;
  await holding(async (tx) => {
    // What stopped their payouts is read after the batches, and before they are counted.
    await tx.execute(sql`lock table ingest_errors in access exclusive mode`);
    reading = listBatches(actor, asked, { now: new Date(), timeZone: "UTC" });
    await untilWaiting();
    await createBatch(organization);
  });
  const { rows, total } = await reading!;
  expect([rows.length, total]).toEqual([1, 1]);
});
