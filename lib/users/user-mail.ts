import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Tx } from "@/db/client";
import { users } from "@/db/schema/users";
import { insertEmails } from "@/lib/outbox";
import { notifyWorkers } from "@/lib/queue";
import type { Owner } from "@/lib/web/sign-in/second-factor";

/**
 * Queues an email to a user about their access, in the transaction of what it tells.
 * @param about the link that it contains; left out where it tells of a change, which has no record of its own
 */
export async function emailUser(
  tx: Tx,
  { organizationId, userId }: Owner,
  kind: "user_invited" | "password_reset" | "password_changed",
  now: Date,
  about: string = uuidv7(),
): Promise<void> {
  const email = {
    organizationId: sql`${organizationId}::uuid`,
    id: sql`${uuidv7()}::uuid`,
    userId: sql`u.id`,
    aboutId: sql`${about}::uuid`,
    kind,
    ordinal: sql`0::smallint`,
    toEmail: sql`u.email`,
    at: sql`${now.toISOString()}::timestamptz`,
  };
  const to = sql`${users} u where u.organization_id = ${organizationId} and u.id = ${userId}`;
  await tx.execute(insertEmails(email, to));
  await tx.execute(sql`select ${notifyWorkers("emails")}`);
}
