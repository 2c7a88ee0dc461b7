import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { db } from "@/db/client";
import type { RecipientActor } from "../actor";
import type { EventName } from "../events-table";
import { initialStatus } from "../payouts/transitions";

const opened: EventName = "payout.opened";

/** Notes that the recipient has looked at their page, the first time only and while the payout waits for them. Not a change of status. */
export async function recordOpened(actor: RecipientActor): Promise<void> {
  await db.execute(sql`
    with opened as (
      update payouts set opened_at = date_trunc('milliseconds', clock_timestamp())
      where organization_id = ${actor.organizationId} and id = ${actor.payoutId} and opened_at is null and status = ${initialStatus}::payout_status
      returning organization_id, id, opened_at)
    insert into events (organization_id, id, occurred_at, name, actor_type, payout_id, request_id)
    select organization_id, ${uuidv7()}::uuid, opened_at, ${opened}, ${actor.type}::actor_type, id, ${actor.requestId} from opened`);
}
