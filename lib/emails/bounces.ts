import { and, eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { db } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { events } from "@/db/schema/events";
import { assertAdmin, type UserActor } from "@/lib/actor";
import { DomainError, notFound } from "@/lib/errors";
import type { EventName } from "@/lib/events-table";
import { openRefusal } from "./refusals";
import { returnedStatus, type EmailStatus } from "./status";

/** The status from which an email can still come back. */
export const returnableStatus: EmailStatus = "sent";
const event: EventName = "email.bounced";

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
    insert into ${events} (organization_id, id, occurred_at, name, actor_type, actor_user_id, payout_id, reason, data, request_id)
    select organization_id, ${uuidv7()}::uuid, at, ${event}, 'user', ${actor.userId}::uuid, payout_id, ${why},
      jsonb_build_object('kind', kind, 'ordinal', ordinal), ${actor.requestId} from ended
    returning 1`);
  if (returned.length === 1) return;
  if ((await db.$count(emails, own)) === 0) throw notFound("email");
  throw new DomainError(
    "conflict",
    "Nothing was changed: only an email that left, and has not come back before, can come back.",
  );
}
