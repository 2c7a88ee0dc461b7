import { eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { db } from "@/db/client";
import { columnMappings } from "@/db/schema/column_mappings";
import { digests } from "@/db/schema/digests";
import { notes } from "@/db/schema/notes";
import { runs } from "@/db/schema/runs";
import { secondFactors } from "@/db/schema/second_factors";
import type { UserActor } from "@/lib/actor";
import { env } from "@/lib/env";
import { keptAnswer } from "@/lib/payouts/fields/verification";
import { prepareRun } from "@/lib/runs/mutations";
import { stopToken, userLinkToken } from "@/lib/token";
import { inviteUser } from "@/lib/users/invitations";
import { sendResetLinks } from "@/lib/users/reset";
import { askForDigest } from "@/lib/views/digests/mutations";
import { createAttempt } from "@/tests/support/attempt-factory";
import {
  createBatch,
  createEmail,
  createIngestError,
  createOrganization,
  createPayout,
  createRefusedRow,
  createUser,
  createView,
  type Organization,
  type User,
} from "@/tests/support/factories";
import { createColumn } from "@/tests/support/column-factory";
import { newMark } from "@/tests/support/mark";
import type { Payout } from "@/tests/support/payout-factory";
import { tokenOf } from "@/tests/support/recipients";
import { momentNow } from "@/tests/support/runs";
import { tokenIn } from "@/tests/support/user-links";
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
    invited: await createUser(organization, { state: "invited", passwordHash: null }),
    settingUp: await createUser(await createOrganization({ secondFactorRequired: true })),
  };
}

/** One record of each kind in this organization that a page or an action can be about. */
export async function createRecords({ organization, viewer, admin }: Staff) {
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
    mark: `matrix-${newMark()}`,
    payout,
    column: await createColumn(organization, `Claim ${newMark()}`),
    failed: await createPayout(organization, { status: "failed_to_process" }),
    guessed: await createPayout(organization, { verificationAttempts: 4 }),
    undelivered: await createUndelivered(organization),
    email: await createEmail(payout, { queuedAt: createdAt }),
    batch,
    row,
    handled: await createPayout(organization, { handledAt: new Date(), handledReason: "matrix" }),
    note: await createNote(payout, admin),
    noteId: uuidv7(),
    waiting: await createWaitingBatch(organization),
    token: tokenOf(payout),
    prepared: await createRun(admin.actor, await createPayout(organization, { createdAt })),
    running: await createRunning(admin.actor, await createPayout(organization, { createdAt })),
    answered: await createAnswered(organization),
    mappingId: await createMapping(admin),
    bystander: await createUser(organization, { role: "viewer", passwordHash: viewer.passwordHash }),
    factored: await createFactored(organization),
    linked: await createUser(organization, { role: "viewer", oidcIssuer: "https://id.example", oidcSubject: uuidv7() }),
    former: await createUser(organization, { role: "viewer", state: "deactivated" }),
    ...(await createLinked(organization, admin)),
    ...(await createStoppable(organization, viewer)),
  };
}

/** By which a change says which mapping it saw. */
export const mappingSavedAt = "2026-01-01T00:00:00.000Z";

/** A mapping that the organization remembers. */
async function createMapping({ organizationId, id: savedBy }: User): Promise<string> {
  const id = uuidv7();
  const mapping = { header: { line: 1, keys: ["mail", "case"] }, columns: {}, decimalMark: null, dateForm: null };
  const savedAt = new Date(mappingSavedAt);
  await db
    .insert(columnMappings)
    .values({ organizationId, id, name: `Mapping ${id}`, headerSet: id, mapping, savedBy, savedAt });
  return id;
}

/** A user with a second factor that nobody has the app of. */
async function createFactored(organization: Organization) {
  const user = await createUser(organization, { role: "viewer" });
  const { organizationId, id: userId } = user;
  const now = new Date();
  await db
    .insert(secondFactors)
    .values({ organizationId, userId, sealedSecret: "x".repeat(40), createdAt: now, confirmedAt: now, lastStep: 0 });
  return user;
}

/** Somebody who is invited, and a user who asked for a new password, each with the token of their link. */
async function createLinked(organization: Organization, { actor }: User) {
  const email = `invitee-${newMark()}@example.com`;
  const { userId, linkId } = await inviteUser(actor, { name: "Matrix", email, role: "viewer" });
  const forgetful = await createUser(organization, { role: "viewer" });
  await sendResetLinks(forgetful.email, "matrix");
  return {
    invitee: { id: userId, token: userLinkToken(env().LINK_KEY, linkId) },
    forgetful: { email: forgetful.email, token: await tokenIn("password_reset", forgetful.id) },
  };
}

/** A view that the organization shares, which a user gets by email, and the token of the link that stops it. */
async function createStoppable(organization: Organization, { actor }: User) {
  const view = await createView(organization);
  await askForDigest(actor, view.id, "morning");
  const [digest] = await db.select({ id: digests.id }).from(digests).where(eq(digests.viewId, view.id));
  return { view, stopLink: stopToken(env().LINK_KEY, digest!.id) };
}

const createRun = async (actor: UserActor, { id }: { id: string }) =>
  prepareRun(actor, "resend", { payoutIds: [id] }, await momentNow(actor));

/** A run that no worker takes up during a test. */
async function createRunning(actor: UserActor, payout: { id: string }): Promise<string> {
  const id = await createRun(actor, payout);
  await db
    .update(runs)
    .set({
      status: "running",
      startedBy: actor.userId,
      startedAt: new Date(),
      nextAttemptAt: new Date(Date.now() + 86_400_000),
    })
    .where(eq(runs.id, id));
  return id;
}

async function createNote({ organizationId, id: payoutId }: Payout, author: User) {
  const note = { organizationId, id: uuidv7(), payoutId, authorId: author.id, text: "matrix", createdAt: new Date() };
  await db.insert(notes).values(note);
  return note;
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
    "second_factors",
    "recovery_codes",
    "passkeys",
    "batches",
    "refused_rows",
    "ingest_errors",
    "payouts",
    "payout_attempts",
    "notes",
    "note_mentions",
    "events",
    "emails",
    "runs",
    "run_payouts",
    "saved_views",
    "column_mappings",
    "default_views",
    "digests",
    "payout_list_looks",
    "extra_columns",
    "user_links",
  ];
  const parts = tables.map(
    (table) => sql`select ${table}::text as name, md5(coalesce(string_agg(t::text, '' order by t::text), '')) as records
    from ${sql.identifier(table)} t where organization_id = ${organization.id}
      -- That somebody was refused is the one thing that is written down about it.
      and to_jsonb(t) ->> 'name' is distinct from 'user.denied'`,
  );
  return [...(await db.execute(sql.join(parts, sql` union all `)))];
}
