import { sql } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { readingZone, type Actor } from "@/lib/actor";
import { DomainError } from "@/lib/errors";
import { organizationSettings } from "@/lib/settings/queries";
import { databaseNow, formatInstant } from "@/lib/time";
import { getPayout, type Payout } from "./queries";
import { resendBlock } from "./resend";
import { applyTransition, refuseTransition } from "./transition";

const asItStands = async (actor: Actor, id: string, executor: Executor = db): Promise<Payout> =>
  getPayout(actor, id, await databaseNow(executor), executor);

/**
 * Cancels a payout that still waits for its recipient, and queues an email that tells them.
 * @param reason the admin's words, kept in the payout's timeline
 * @throws DomainError `conflict` saying how the payout stands now, when it cannot be canceled (any more)
 */
export async function cancelPayout(actor: Actor, id: string, reason: string, executor: Executor = db): Promise<Payout> {
  const done = await applyTransition(executor, actor, id, "cancel", {
    reason,
    emails: [{ kind: "payout_canceled", ordinal: sql`0` }],
  });
  return done ?? refuseTransition(actor, id, "cancel", undefined, executor);
}

/**
 * Queues an email with the same link once more: same payout, same expiry.
 * @throws DomainError `conflict` when the payout is not pending any more, `rate_limited` when it is too soon or was
 * done too often
 */
export async function resendPayout(actor: Actor, id: string, executor: Executor = db): Promise<Payout> {
  const done = await applyTransition(executor, actor, id, "resend", {
    set: sql`resend_count = p.resend_count + 1, last_emailed_at = before.now`,
    onlyIf: sql`exists (select 1 from organizations of_payout where of_payout.id = p.organization_id
      and p.resend_count < of_payout.resend_limit
      and (p.last_emailed_at is null or p.last_emailed_at <= p.now - make_interval(mins => of_payout.resend_wait_minutes)))`,
    emails: [{ kind: "payout_resent", ordinal: sql`resend_count` }],
  });
  if (done) return done;
  const limits = await organizationSettings(actor, executor);
  const blocked = (payout: Payout, now: Date) => {
    const block = resendBlock(payout, limits, now, zoneOf(actor));
    return block === null ? null : new DomainError("rate_limited", block);
  };
  return refuseTransition(actor, id, "resend", blocked, executor);
}

const zoneOf = (actor: Actor) => (actor.type === "user" ? readingZone(actor) : "UTC");

/**
 * Gives the recipient more time. The link stays the same; nobody is emailed.
 * @param expiresAt later than the present expiry
 * @throws DomainError `conflict` when the payout is not pending any more, `invalid` when this is no later than its
 * expiry
 */
export async function extendExpiry(
  actor: Actor,
  id: string,
  expiresAt: Date,
  executor: Executor = db,
): Promise<Payout> {
  const { expiresAt: before } = await asItStands(actor, id, executor);
  const done = await applyTransition(executor, actor, id, "extend", {
    set: sql`expires_at = ${expiresAt.toISOString()}::timestamptz`,
    // The expiry that was read, so that of two admins at once the second learns of the first.
    onlyIf: sql`p.expires_at = ${before.toISOString()}::timestamptz and p.expires_at < ${expiresAt.toISOString()}::timestamptz`,
    data: sql`jsonb_build_object('from', ${before.toISOString()}::text, 'to', ${expiresAt.toISOString()}::text)`,
  });
  if (done) return done;
  const blocked = (payout: Payout) => (payout.expiresAt < expiresAt ? null : notLater(payout, zoneOf(actor)));
  return refuseTransition(actor, id, "extend", blocked, executor);
}

const notLater = ({ expiresAt }: Payout, timeZone: string) =>
  new DomainError(
    "invalid",
    `This payout expires on ${formatInstant(expiresAt, timeZone)} already. Choose a later day.`,
    "expiresAt",
  );

/**
 * Sends a payout that still waits for its recipient to another address: a new link goes there, and every older one
 * stops working.
 * @throws DomainError `conflict` when the payout is not pending any more, `invalid` when it goes to this address
 * already
 */
export async function changeEmail(actor: Actor, id: string, email: string): Promise<Payout> {
  const { linkVersion, recipientEmail } = await asItStands(actor, id);
  const version = linkVersion + 1;
  const done = await applyTransition(db, actor, id, "readdress", {
    set: sql`recipient_email = ${email}, link_version = ${version}, link_hash = null,
      opened_at = null, verified_at = null, last_emailed_at = before.now,
      code_sent_at = case when p.code_count > 0 then to_timestamp(0) end`,
    onlyIf: sql`p.link_version = ${linkVersion} and p.recipient_email <> ${email}`,
    data: sql`jsonb_build_object('from', ${recipientEmail}::text, 'to', recipient_email)`,
    emails: [{ kind: "payout_sent", ordinal: sql`link_version - 1` }],
    settlesErrors: true,
  });
  if (done) return done;
  return refuseTransition(actor, id, "readdress", (payout) =>
    payout.recipientEmail === email
      ? new DomainError("invalid", "The payout goes to this address already.", "email")
      : null,
  );
}

/**
 * Lets a recipient who used up verification answers try again from the start.
 * @throws DomainError `conflict` when the payout is not pending any more, or no answer was used
 */
export async function resetAttempts(actor: Actor, id: string): Promise<Payout> {
  const { verificationAttempts: used } = await asItStands(actor, id);
  const done = await applyTransition(db, actor, id, "resetAttempts", {
    set: sql`verification_attempts = 0`,
    // The count that was read, so that the timeline tells the truth about one that rises at the same instant.
    onlyIf: sql`p.verification_attempts > 0 and p.verification_attempts = ${used}`,
    data: sql`jsonb_build_object('used', ${used}::int)`,
  });
  if (done) return done;
  return refuseTransition(actor, id, "resetAttempts", ({ verificationAttempts }) =>
    verificationAttempts > 0 ? null : allLeft(),
  );
}

const allLeft = () => new DomainError("conflict", "Nothing was changed: the recipient has all their answers left.");
