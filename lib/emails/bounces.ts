import { and, eq, isNotNull, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { db } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { payouts } from "@/db/schema/payouts";
import { assertAdmin, type UserActor } from "@/lib/actor";
import { DomainError, notFound } from "@/lib/errors";
import { insertEvents, type EventValues } from "@/lib/events";
import { openRefusal } from "./refusals";

const bounceEvent = (why: string): EventValues => ({
  id: sql`${uuidv7()}::uuid`,
  occurredAt: sql`at`,
  name: "email.bounced",
  payoutId: sql`payout_id`,
  userId: sql`user_id`,
  reason: sql`${why}::text`,
  data: sql`jsonb_build_object('kind', kind, 'ordinal', ordinal)`,
});

/**
 * Marks an email as bounced: the mail server had accepted it, and it came back later. Bounce messages reach a person's
 * mailbox and not Meridian, so an admin records them. The payout's batch gets the same error as for an address that is
 * refused immediately.
 * @param said the text of the bounce message; may be empty
 * @throws DomainError `forbidden` for everyone but admins, `not_found` for an id of another organization, `conflict`
 * for one that was not sent or has bounced already
 */
export async function recordBounce(actor: UserActor, emailId: string, said: string): Promise<void> {
  assertAdmin(actor);
  if (!z.uuid().safeParse(emailId).success) throw notFound("email");
  const [erased] = await db
    .select({ id: emails.id })
    .from(emails)
    .innerJoin(payouts, and(eq(payouts.organizationId, emails.organizationId), eq(payouts.id, emails.payoutId)))
    .where(and(eq(emails.organizationId, actor.organizationId), eq(emails.id, emailId), isNotNull(payouts.erasureId)));
  // Bounce messages name who was written to.
  const why = said === "" || erased ? "The email came back." : `The email came back. It said: ${said}`;
  const own = and(eq(emails.organizationId, actor.organizationId), eq(emails.id, emailId));
  const returned = await db.execute(sql`
    with clock as (select date_trunc('milliseconds', clock_timestamp()) as now),
    ended as (
      update ${emails} set status = 'bounced', last_error = ${why} from clock
      where ${own} and ${emails.status} = 'sent'
      returning ${emails.organizationId} as organization_id, ${emails.payoutId} as payout_id, ${emails.userId} as user_id,
        ${emails.kind} as kind, ${emails.ordinal} as ordinal, ${emails.toEmail} as to_email, clock.now as at
    ),
    ${openRefusal(why)}
    ${insertEvents(actor, bounceEvent(why), sql`ended`)}
    returning 1`);
  if (returned.length === 1) return;
  if ((await db.$count(emails, own)) === 0) throw notFound("email");
  throw new DomainError(
    "conflict",
    "Nothing was changed: only an email that was sent, and is not marked as bounced yet, can be marked as bounced.",
  );
}
