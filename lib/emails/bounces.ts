import { and, eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { db } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { assertAdmin, type UserActor } from "@/lib/actor";
import { DomainError, notFound } from "@/lib/errors";
import { insertEvents, type EventValues } from "@/lib/events";
import { openRefusal } from "./refusals";
import { returnedStatus, type EmailStatus } from "./status";

/** The status from which an email can still come back. */
export const returnableStatus: EmailStatus = "sent";

const bounceEvent = (why: string): EventValues => ({
  id: sql`${uuidv7()}::uuid`,
  occurredAt: sql`at`,
  name: "email.bounced",
  payoutId: sql`payout_id`,
  reason: sql`${why}::text`,
  data: sql`jsonb_build_object('kind', kind, 'ordinal', ordinal)`,
});

/**
 * Notes that an email the mail server had taken came back later. Such notices reach a person's mailbox, not Meridian,
 * so a person says it. What it means for the payout's batch is the same as for an address that is refused at once.
 * @param said what the returned message says, in its own words; may be empty
 * @throws DomainError `forbidden` for everyone but admins, `not_found` for an id of another organization, `conflict`
 * for one that did not leave or came back before
 */
export async function recordBounce(actor: UserActor, emailId: string, said: string): Promise<void> {
  assertAdmin(actor);
  if (!z.uuid().safeParse(emailId).success) throw notFound("email");
  const why = said === "" ? "The email came back." : `The email came back. It said: ${said}`;
  const own = and(eq(emails.organizationId, actor.organizationId), eq(emails.id, emailId));
  const returned = await db.execute(sql`
    with clock as (select date_trunc('milliseconds', clock_timestamp()) as now),
    ended as (
      update ${emails} set status = ${returnedStatus}, last_error = ${why} from clock
      where ${own} and ${emails.status} = ${returnableStatus}
      returning ${emails.organizationId} as organization_id, ${emails.payoutId} as payout_id, ${emails.kind} as kind,
        ${emails.ordinal} as ordinal, ${emails.toEmail} as to_email, clock.now as at
    ),
    ${openRefusal(why)}
    ${insertEvents(actor, bounceEvent(why), sql`ended`)}
    returning 1`);
  if (returned.length === 1) return;
  if ((await db.$count(emails, own)) === 0) throw notFound("email");
  throw new DomainError(
    "conflict",
    "Nothing was changed: only an email that left, and has not come back before, can come back.",
  );
}
