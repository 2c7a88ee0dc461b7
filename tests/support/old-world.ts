import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { batchFileChunks } from "@/db/schema/batch_file_chunks";
import type { Random } from "@/scripts/demo-data/random";
import { systemActor } from "@/lib/actor";
import { recordEvents } from "@/lib/events";
import { payoutStatuses } from "@/lib/payouts/status";
import { moveOldRecords } from "@/lib/retention/moving";
import { setRetention } from "@/lib/settings/mutations";
import {
  createBatch,
  createEmail,
  createIngestError,
  createOrganization,
  createPayout,
  createRefusedRow,
  createUser,
  type Batch,
} from "./factories";

const DAY_MS = 86_400_000;
export const daysAgo = (days: number) => new Date(Math.floor(Date.now() / 1000) * 1000 - days * DAY_MS);
export const monthsKept = 6;
/** Surely older, and surely younger, than what is kept. */
export const ages = [1, 40, 80, 150, 200, 400, 900];

/** An organization that keeps six months, with an admin. */
export async function keepingOrganization() {
  const organization = await createOrganization({ timeZone: "UTC" });
  const { actor } = await createUser(organization);
  const system = systemActor(organization.id, "test");
  await setRetention(system, monthsKept);
  return { organization, actor, system };
}

/** Payouts and batches of many ages, in every status, with the events, emails, files and refused rows of each. */
export async function createOldWorld(random: Random, size = 40) {
  const world = await keepingOrganization();
  const batches: Batch[] = [];
  for (const age of ages) batches.push(await oldBatch(world.organization, age));
  const payouts = [];
  for (let index = 0; index < size; index++) payouts.push(await oldPayout(world, random, batches, index));
  // One that surely has no open payout.
  return { ...world, batches: [...batches, await oldBatch(world.organization, 500)], payouts };
}

type Organization = Awaited<ReturnType<typeof createOrganization>>;

/** A batch with a file of two pieces, and three refused rows with their errors. */
export async function oldBatch(organization: Organization, age: number): Promise<Batch> {
  const createdAt = daysAgo(age);
  const batch = await createBatch(organization, { createdAt, acceptedCount: 1, refusedCount: 3 });
  for (const seq of [0, 1])
    await db
      .insert(batchFileChunks)
      .values({ organizationId: organization.id, batchId: batch.id, seq, bytes: Buffer.from(`piece ${seq}`) });
  for (const line of [3, 4, 5]) {
    const row = await createRefusedRow(batch, { line });
    await createIngestError(batch, { refusedRowId: row.id, line });
  }
  const about = { name: "batch.processed" as const, occurredAt: createdAt, batchId: batch.id };
  await recordEvents(db, systemActor(organization.id, "test"), [about]);
  return batch;
}

async function oldPayout(
  { organization, system }: Awaited<ReturnType<typeof keepingOrganization>>,
  random: Random,
  batches: readonly Batch[],
  index: number,
) {
  const age = random.pick(ages);
  const createdAt = daysAgo(age);
  const changedAt = daysAgo(Math.max(0.5, age - random.pick([0.2, 10, 60, 300])));
  const status = payoutStatuses[index % payoutStatuses.length]!;
  const payout = await createPayout(organization, {
    status,
    createdAt,
    batchId: random.pick([null, random.pick(batches).id]),
    ...(status === "expired" ? { expiresAt: changedAt } : status !== "pending" && { statusChangedAt: changedAt }),
  });
  await createEmail(payout, { queuedAt: createdAt, status: random.pick(["sent", "bounced", "skipped", "queued"]) });
  await createEmail(payout, { queuedAt: changedAt, kind: "payout_reminder", ordinal: 1 });
  if (random.pick([true, false]))
    await recordEvents(db, system, [
      { name: "payout.report_ignored", occurredAt: changedAt, payoutId: payout.id, data: { said: "paid" } },
    ]);
  return payout;
}

/** Steps of the worker until nothing is due. @returns how many there were */
export async function moveEverything(size = 7): Promise<number> {
  let steps = 0;
  for (let taken = -1; taken !== 0; steps += taken) taken = await moveOldRecords(size);
  return steps;
}

/** The next pass is due now, and not in a day. */
export const nextPass = (organizationId: string) =>
  db.execute(sql`update retentions set due_at = now() where organization_id = ${organizationId}`);

export const movedTables = ["events", "emails", "ingest_errors", "refused_rows", "batch_file_chunks"] as const;

/** Every row of a table, of the product or of the archive, as text. */
export async function rowsIn(schema: "public" | "archive", table: string): Promise<string[]> {
  const rows = await db.execute<{ row: string }>(
    sql`select t::text as row from ${sql.identifier(schema)}.${sql.identifier(table)} t order by 1`,
  );
  return rows.map(({ row }) => row);
}

/** Each row once, wherever it stands. */
export const everywhere = async (): Promise<Record<string, string[]>> =>
  Object.fromEntries(
    await Promise.all(
      movedTables.map(async (table) => [
        table,
        [...(await rowsIn("public", table)), ...(await rowsIn("archive", table))].sort(),
      ]),
    ),
  );
