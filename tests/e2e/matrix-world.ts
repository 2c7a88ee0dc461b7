import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { env } from "@/lib/env";
import { keptAnswer } from "@/lib/payouts/fields/verification";
import { createAttempt } from "@/tests/support/attempt-factory";
import {
  createBatch,
  createEmail,
  createIngestError,
  createOrganization,
  createPayout,
  createRefusedRow,
  createUser,
  type Organization,
} from "@/tests/support/factories";
import { tokenOf } from "@/tests/support/recipients";
import { createWaitingBatch } from "./batch-world";
import { password } from "./portal";

export type Staff = Awaited<ReturnType<typeof createStaff>>;
export type Records = Awaited<ReturnType<typeof createRecords>>;
export type World = Staff & Records;

/** An organization with its staff, and an admin of another organization. */
export async function createStaff() {
  const organization = await createOrganization();
  const other = await createOrganization();
  return {
    organization,
    password,
    viewer: await createUser(organization, { role: "viewer", password }),
    admin: await createUser(organization),
    otherAdmin: await createUser(other),
  };
}

/** One record of each kind in this organization that a page or an action can be about. */
export async function createRecords({ organization, viewer }: Staff) {
  const createdAt = new Date(Date.now() - 86_400_000);
  const payout = await createPayout(organization, { createdAt });
  const batch = await createBatch(organization, { acceptedCount: 1, refusedCount: 1 });
  const row = await createRefusedRow(batch);
  await createIngestError(batch, { refusedRowId: row.id });
  const unreached = await createPayout(organization, { batchId: batch.id });
  await createIngestError(batch, {
    payoutId: unreached.id,
    line: unreached.line,
    stage: "processing",
    scope: "row",
    code: "email_refused",
  });
  return {
    mark: `matrix-${randomBytes(6).toString("hex")}`,
    payout,
    failed: await createPayout(organization, { status: "failed_to_process" }),
    guessed: await createPayout(organization, { verificationAttempts: 4 }),
    undelivered: await createUndelivered(organization),
    email: await createEmail(payout, { queuedAt: createdAt }),
    batch,
    row,
    waiting: await createWaitingBatch(organization),
    token: tokenOf(payout),
    answered: await createAnswered(organization),
    bystander: await createUser(organization, { role: "viewer", passwordHash: viewer.passwordHash }),
    former: await createUser(organization, { role: "viewer", active: false }),
  };
}

/** A payout whose recipient must give an answer, with that answer. */
async function createAnswered(organization: Organization) {
  const answer = "1984";
  return {
    answer,
    token: tokenOf(
      await createPayout(organization, { verificationAnswer: keptAnswer(env().LINK_KEY, "matrix", answer) }),
    ),
  };
}

async function createUndelivered(organization: Organization) {
  const payout = await createPayout(organization, { status: "failed_to_send", failureCode: "provider_unavailable" });
  await createAttempt(payout);
  return payout;
}

export async function createWorld(): Promise<World> {
  const staff = await createStaff();
  return { ...staff, ...(await createRecords(staff)) };
}

/** Everything that the organization has, as one value: equal values mean that nothing changed. */
export async function recordsOf(organization: Organization): Promise<unknown> {
  const tables = [
    "users",
    "batches",
    "refused_rows",
    "ingest_errors",
    "payouts",
    "payout_attempts",
    "events",
    "emails",
  ];
  const parts = tables.map(
    (table) => sql`select ${table}::text as name, md5(coalesce(string_agg(t::text, '' order by t::text), '')) as records
    from ${sql.identifier(table)} t where organization_id = ${organization.id}
      -- That somebody was refused is the one thing that is written down about it.
      and to_jsonb(t) ->> 'name' is distinct from 'user.denied'`,
  );
  return [...(await db.execute(sql.join(parts, sql` union all `)))];
}
