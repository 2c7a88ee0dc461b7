import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { db, type Executor } from "@/db/client";
import type { RecipientActor } from "@/lib/actor";
import { DomainError } from "@/lib/errors";
import type { EventName } from "@/lib/events-table";
import { submitPayout } from "@/lib/payments/attempts";
import { getPayout } from "@/lib/payouts/queries";
import { initialStatus } from "@/lib/payouts/transitions";
import { readDetails, type MethodName } from "@/lib/payments/providers/methods";
import { openProvider } from "@/lib/payments/providers/table";
import { databaseNow } from "@/lib/time";
import { isProof } from "./proof";

const opened: EventName = "payout.opened";

/**
 * Notes that the recipient has looked at their page, the first time only and while the payout waits for them. Not a
 * change of status.
 */
export async function recordOpened(actor: RecipientActor, executor: Executor = db): Promise<void> {
  await executor.execute(sql`
    with opened as (
      update payouts set opened_at = date_trunc('milliseconds', clock_timestamp())
      where organization_id = ${actor.organizationId} and id = ${actor.payoutId} and link_version = ${actor.linkVersion}
        and opened_at is null and status = ${initialStatus}::payout_status and expires_at > clock_timestamp()
      returning organization_id, id, opened_at)
    insert into events (organization_id, id, occurred_at, name, actor_type, payout_id, request_id)
    select organization_id, ${uuidv7()}::uuid, opened_at, ${opened}, ${actor.type}::actor_type, id, ${actor.requestId} from opened`);
}

/** What a recipient chose: how to be paid, and what they typed for it, by field. */
export type Choice = { method: MethodName; typed: Record<string, string | undefined> };

/**
 * The recipient has chosen how to be paid; the money goes on its way.
 * @param proof what `answer` gave their browser
 * @throws DomainError `unauthenticated` when the proof is none, or has run out; `invalid` naming every field at fault
 * at once; `conflict` when the payout does not wait for its recipient any more
 */
export async function submit(
  actor: RecipientActor,
  proof: string | undefined,
  { method, typed }: Choice,
): Promise<void> {
  const now = await databaseNow(db);
  if (!isProof(proof, actor, now))
    throw new DomainError(
      "unauthenticated",
      "Nothing was sent yet. To keep your money safe, please show once more that it is you.",
    );
  const { currency } = await getPayout(actor, actor.payoutId, now);
  if (!openProvider().methods(currency).includes(method))
    throw new DomainError("invalid", "Choose one of the ways to be paid.", "method");
  const read = readDetails(method, typed);
  if ("problems" in read)
    throw new DomainError(
      "invalid",
      "Nothing was sent yet. Please look at what is marked below.",
      undefined,
      read.problems,
    );
  await submitPayout(actor, method, read.details);
}
