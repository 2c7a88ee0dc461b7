import { createHash, scryptSync } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import { db, type Executor } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { emails } from "@/db/schema/emails";
import { ingestErrors } from "@/db/schema/ingest_errors";
import { organizations } from "@/db/schema/organizations";
import { refusedRows } from "@/db/schema/refused_rows";
import { savedViews } from "@/db/schema/saved_views";
import { users } from "@/db/schema/users";
import type { UserActor } from "@/lib/actor";
import { newMark } from "./mark";

export { createPayout } from "./payout-factory";

export type Organization = typeof organizations.$inferSelect;
export type Batch = typeof batches.$inferSelect;
export type User = typeof users.$inferSelect & { actor: UserActor };
type Overrides<Table extends { $inferInsert: object }> = Partial<Table["$inferInsert"]>;

/** A new organization for each test, so that tests do not affect each other. */
export async function createOrganization(
  overrides: Overrides<typeof organizations> = {},
  on: Executor = db,
): Promise<Organization> {
  const mark = newMark();
  return only(
    await on
      .insert(organizations)
      .values({
        id: uuidv7(),
        slug: `org-${mark}`,
        name: `Organization ${mark}`,
        timeZone: "America/New_York",
        supportEmail: `support@${mark}.example.com`,
        createdAt: new Date(),
        ...overrides,
      })
      .returning(),
  );
}

/** Without a password nobody can sign in as this user; `actor` is what a gate would return for them. */
export async function createUser(
  organization: Organization,
  { password, ...overrides }: Overrides<typeof users> & { password?: string } = {},
  on: Executor = db,
): Promise<User> {
  const mark = newMark();
  const role = overrides.role ?? "admin";
  const user = only(
    await on
      .insert(users)
      .values({
        organizationId: organization.id,
        id: uuidv7(),
        email: `${role}-${mark}@example.com`,
        name: `User ${mark}`,
        passwordHash: password === undefined ? "nobody-can-sign-in" : quickHash(password),
        createdAt: new Date(),
        ...overrides,
        role,
      })
      .returning(),
  );
  return { ...user, actor: userActor(organization, user) };
}

/**
 * As a password is stored, at the least cost: a stored hash names the cost that it is verified with, and the product's
 * takes a third of a second on purpose.
 */
function quickHash(password: string): string {
  const salt = Buffer.alloc(16);
  const key = scryptSync(password.normalize("NFKC"), salt, 32, { N: 2, r: 1, p: 1 });
  return `$scrypt$ln=1,r=1,p=1$${salt.toString("base64url")}$${key.toString("base64url")}`;
}

function userActor(organization: Organization, user: typeof users.$inferSelect): UserActor {
  return {
    type: "user",
    organizationId: organization.id,
    userId: user.id,
    role: user.role,
    name: user.name,
    email: user.email,
    organizationName: organization.name,
    timeZone: organization.timeZone,
    displayZone: user.displayZone,
    theme: user.theme,
    sessionId: uuidv7(),
    requestId: `test-${newMark()}`,
    lastWrite: user.lastWrite,
  };
}

/** By default processed with one accepted row; the status follows from the counts. */
export async function createBatch(
  organization: Organization,
  overrides: Overrides<typeof batches> = {},
  on: Executor = db,
): Promise<Batch> {
  const refusedCount = overrides.refusedCount ?? 0;
  const acceptedCount = overrides.acceptedCount ?? (refusedCount === 0 ? 1 : 0);
  const createdAt = overrides.createdAt ?? new Date();
  const mark = newMark();
  return only(
    await on
      .insert(batches)
      .values({
        organizationId: organization.id,
        id: uuidv7(),
        fileName: `payouts-${mark}.csv`,
        fileSha256: createHash("sha256").update(mark).digest("hex"),
        fileBytes: 1_000,
        status: refusedCount === 0 ? "processed" : acceptedCount === 0 ? "rejected" : "partially_processed",
        recordCount: acceptedCount + refusedCount,
        acceptedCount,
        refusedCount,
        createdCount: acceptedCount,
        createdAt,
        validatedAt: createdAt,
        processedAt: createdAt,
        ...overrides,
      })
      .returning(),
  );
}

/** Only the refused row; createIngestError creates its errors, and the batch's counts stay as the test set them. */
export async function createRefusedRow(batch: Batch, overrides: Overrides<typeof refusedRows> = {}, on: Executor = db) {
  return only(
    await on
      .insert(refusedRows)
      .values({
        organizationId: batch.organizationId,
        id: uuidv7(),
        batchId: batch.id,
        line: 2,
        values: {
          recipient_name: "Ada Byron",
          email: "ada@example",
          amount: "10.00",
          currency: "USD",
          reference: "ADA-1",
        },
        createdAt: batch.createdAt,
        ...overrides,
      })
      .returning(),
  );
}

/** By default an unresolved error in the email column of line 2. */
export async function createIngestError(
  batch: Batch,
  overrides: Overrides<typeof ingestErrors> = {},
  on: Executor = db,
) {
  return only(
    await on
      .insert(ingestErrors)
      .values({
        organizationId: batch.organizationId,
        id: uuidv7(),
        batchId: batch.id,
        scope: "field",
        stage: "validation",
        line: 2,
        column: "email",
        code: "email_malformed",
        message: "This is not an email address.",
        value: "ada@example",
        suggestion: "Write it like name@example.com.",
        occurredAt: batch.createdAt,
        ...overrides,
      })
      .returning(),
  );
}

/** By default the first email about a payout, already sent. */
export async function createEmail(
  payout: { organizationId: string; id: string; recipientEmail: string },
  overrides: Overrides<typeof emails> = {},
  on: Executor = db,
) {
  const queuedAt = overrides.queuedAt ?? new Date();
  const status = overrides.status ?? "sent";
  return only(
    await on
      .insert(emails)
      .values({
        organizationId: payout.organizationId,
        id: uuidv7(),
        payoutId: payout.id,
        kind: "payout_sent",
        ordinal: 0,
        toEmail: payout.recipientEmail,
        sentAt: status === "sent" || status === "bounced" ? queuedAt : null,
        nextAttemptAt: queuedAt,
        ...overrides,
        queuedAt,
        status,
      })
      .returning(),
  );
}

function only<Row>(rows: Row[]): Row {
  const [row] = rows;
  if (row === undefined) throw new Error("the insert returned no row");
  return row;
}

/** A view that the organization shares, unless it has an owner. */
export const createView = async (
  organization: Organization,
  overrides: Overrides<typeof savedViews> = {},
): Promise<typeof savedViews.$inferSelect> =>
  only(
    await db
      .insert(savedViews)
      .values({
        organizationId: organization.id,
        id: uuidv7(),
        name: `View ${newMark()}`,
        query: "?group=failed",
        createdAt: new Date(),
        ...overrides,
      })
      .returning(),
  );
