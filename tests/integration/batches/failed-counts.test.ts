import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { db } from "@/db/client";
import { listBatches } from "@/lib/batches/queries";
import { foldPayoutCounts } from "@/lib/payouts/counts/fold";
import { useDatabase } from "@/tests/support/database";
import { explaining, nodesOf } from "@/tests/support/explained";
import { createBatch, type Batch, createOrganization, createPayout, createUser } from "@/tests/support/factories";
import { vacuumed } from "@/tests/support/vacuumed";

useDatabase();

const at = { now: new Date(), timeZone: "UTC" };

/** Payouts of a batch that failed, each with its error, on lines far behind those of other payouts. */
const failMany = ({ organizationId, id }: Batch, count: number) =>
  db.execute(sql`
    with made as (
      insert into payouts (organization_id, id, batch_id, line, reference, recipient_name, recipient_email, amount_minor, currency, status,
          failure_code, status_changed_at, created_at, expires_at)
        select ${organizationId}::uuid, gen_random_uuid(), ${id}::uuid, 1000000 + n, ${id}::text || n, 'Ann', 'ann@example.com', 100, 'USD',
          'failed_to_process', 'account_closed', now(), now(), now() + interval '30 days' from generate_series(1, ${count}) as n returning *)
    insert into ingest_errors (organization_id, id, batch_id, scope, stage, line, code, message, suggestion, payout_id, occurred_at)
      select organization_id, gen_random_uuid(), batch_id, 'row', 'processing', line, failure_code, 'Closed.', 'Ask.', id, now() from made`);

it("the list of batches counts the failed payouts of each without reading them or their errors, folded or not", async () => {
  const organization = await createOrganization();
  const { actor } = await createUser(organization, { role: "viewer" });
  const failures = [0, 3, 2_000];
  for (const count of failures) {
    const batch = await createBatch(organization, { acceptedCount: count + 3 });
    await failMany(batch, count);
    const failed = { batchId: batch.id, status: "failed_to_process" as const };
    await createPayout(organization, { ...failed, archivedAt: new Date() });
    await createPayout(organization, { batchId: batch.id });
    await createPayout(organization, { batchId: batch.id, status: "completed" });
  }
  const look = async () => {
    const { executor, plans } = explaining();
    const { rows } = await listBatches(actor, { filter: {}, page: {} }, at, 50, executor);
    const read = plans
      .flatMap(nodesOf)
      .filter((node) => ["ingest_errors", "payouts"].includes(node["Relation Name"] ?? ""))
      .reduce(
        (sum, node) => sum + (node["Actual Rows"] + (node["Rows Removed by Filter"] ?? 0)) * node["Actual Loops"],
        0,
      );
    return { failed: rows.map(({ failedCount }) => failedCount).sort((one, other) => one - other), read };
  };
  await vacuumed("ingest_errors", "payouts", "batches");
  expect(await look()).toEqual({ failed: failures, read: 0 });
  while ((await foldPayoutCounts(1_000)) > 0);
  expect(await look()).toEqual({ failed: failures, read: 0 });
});
