import type { UserMessageKind } from "./kind";
import { transaction } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { users } from "@/db/schema/users";
import { assertAdmin, type UserActor } from "@/lib/actor";
import { PayoutSent, payoutSentSubject } from "@/lib/emails/messages/invitations";
import { sampleMessage } from "@/lib/emails/messages/sample";
import { DomainError } from "@/lib/errors";
import { insertEmails } from "@/lib/outbox";
import { notifyWorkers } from "@/lib/queue";
import { databaseNow } from "@/lib/time";
import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";

const monthMs = 30 * 86_400_000;

/** The first email of a made-up payout, to an admin who wants to see how the saved settings arrive in a mailbox. */
export const settingsTest: UserMessageKind = {
  to: "active",
  whyNot: async () => null,
  write: async ({ organization, email }) => {
    const expiresAt = new Date(email.queuedAt.getTime() + monthMs);
    const props = sampleMessage(organization, organization.defaultLanguage, expiresAt);
    return { subject: `Test: ${payoutSentSubject(props)}`, body: <PayoutSent {...props} /> };
  },
};

const minuteMs = 60_000;

/** An id that names one minute, so that the outbox itself holds that there is one test a minute. */
const idOfMinute = (now: Date) =>
  `00000000-0000-8000-8000-${Math.floor(now.getTime() / minuteMs)
    .toString(16)
    .padStart(12, "0")}`;

/**
 * Queues the first email of a made-up payout to the admin who asks, as the saved settings make it.
 * @throws DomainError `forbidden` for all but admins, `rate_limited` for a second one within the same minute
 */
export async function queueTestEmail(actor: UserActor): Promise<void> {
  assertAdmin(actor);
  await transaction(async (tx) => {
    const now = await databaseNow(tx);
    const { organizationId, userId } = actor;
    const email = {
      organizationId: sql`${organizationId}::uuid`,
      id: sql`${uuidv7()}::uuid`,
      userId: sql`u.id`,
      aboutId: sql`${idOfMinute(now)}::uuid`,
      kind: "settings_test" as const,
      ordinal: sql`0::smallint`,
      toEmail: sql`u.email`,
      at: sql`${now.toISOString()}::timestamptz`,
    };
    const to = sql`${users} u where u.organization_id = ${organizationId} and u.id = ${userId}`;
    const queued = await tx.execute(sql`${insertEmails(email, to)} on conflict do nothing returning ${emails.id}`);
    if (queued.length === 0)
      throw new DomainError("rate_limited", "A test is on its way to you. You can ask for another one in a minute.");
    await tx.execute(sql`select ${notifyWorkers("emails")}`);
  });
}
