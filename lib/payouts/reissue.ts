import { and, eq, inArray, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { isUniqueViolation, transaction, type Tx } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { organizations } from "@/db/schema/organizations";
import { payouts } from "@/db/schema/payouts";
import type { Actor } from "@/lib/actor";
import { env } from "@/lib/env";
import { DomainError, forbidden } from "@/lib/errors";
import { recordEvents } from "@/lib/events";
import { formatMoney } from "@/lib/money";
import { databaseNow } from "@/lib/time";
import { linkHash, linkToken } from "@/lib/token";
import { expireIfDue } from "./expiry";
import { reissueBlock } from "./failures";
import { getPayout, type Payout } from "./queries";
import { applyTransition } from "./transition";
import { initialStatus, permits, refusalWords, stands } from "./transitions";

const dayMs = 86_400_000;
const firstLinkVersion = 1;
const referenceAttempts = 5;

/**
 * How the new payout differs from the old one. The verification answer is copied, unless it is dropped: then the
 * recipient gets a code by email.
 */
export type ReissueChanges = Partial<Pick<Payout, "recipientName" | "recipientEmail" | "amountMinor" | "expiresAt">> & {
  dropAnswer?: boolean;
  note?: string;
};

/**
 * Replaces an expired or failed payout by a new pending one, the same but for `changes`, and queues its email. The
 * old one is archived and both are linked; the unique index on `reissue_of` keeps it to one however many ask at once.
 * @returns the new payout
 * @throws DomainError `forbidden` for all but admins, `conflict` when the payout does not stand where it can be
 * replaced (any more)
 */
export async function reissuePayout(actor: Actor, id: string, changes: ReissueChanges = {}): Promise<Payout> {
  if (!permits(actor, "reissue")) throw forbidden();
  for (let attempt = 1; ; attempt++) {
    try {
      return await transaction((tx) => replace(tx, actor, id, changes));
    } catch (error) {
      // Another payout took the reference between the read and the insert: try the next one.
      if (attempt === referenceAttempts || !isUniqueViolation(error, "payouts_reference")) throw error;
    }
  }
}

async function replace(tx: Tx, actor: Actor, id: string, changes: ReissueChanges): Promise<Payout> {
  const { reference: oldReference } = await lock(tx, actor, id);
  const now = await databaseNow(tx);
  await expireIfDue(tx, actor, id, now);
  const reference = await freeReference(tx, actor, oldReference);
  const old = await archive(tx, actor, id, now, { replacedBy: reference, note: changes.note });
  const made = await create(tx, actor, old, { ...changes, reference }, now);
  const data = { replaces: old.reference, ...changedFrom(old, made) };
  await recordEvents(tx, actor, [
    {
      name: "payout.created",
      occurredAt: now,
      payoutId: made.id,
      toStatus: initialStatus,
      reason: changes.note,
      data,
    },
  ]);
  const owed = {
    organizationId: actor.organizationId,
    id: uuidv7(),
    payoutId: made.id,
    toEmail: made.recipientEmail,
    queuedAt: now,
    nextAttemptAt: now,
  };
  await tx.insert(emails).values({ ...owed, kind: "payout_sent", ordinal: 0, status: "queued" });
  return made;
}

/**
 * What differs, with the values of the old payout, for the timeline of the new one; its own expiry always.
 */
function changedFrom(old: Payout, made: Payout): Record<string, string | boolean> {
  return {
    expiresAt: made.expiresAt.toISOString(),
    ...(old.recipientName !== made.recipientName && { nameWas: old.recipientName }),
    ...(old.recipientEmail !== made.recipientEmail && { emailWas: old.recipientEmail }),
    ...(old.amountMinor !== made.amountMinor && { amountWas: formatMoney(old.amountMinor, old.currency) }),
    ...(old.verificationAnswer !== null && made.verificationAnswer === null && { answerDropped: true }),
  };
}

/** Locks the row before the clock is read, so that what had to wait for another change is stamped after it. */
async function lock(tx: Tx, actor: Actor, id: string): Promise<{ reference: string }> {
  const { id: known } = await getPayout(actor, id, await databaseNow(tx), tx);
  const [row] = await tx
    .select({ reference: payouts.reference })
    .from(payouts)
    .where(and(eq(payouts.organizationId, actor.organizationId), eq(payouts.id, known)))
    .for("update");
  return row!;
}

/** Of two at once the second finds it archived. */
async function archive(tx: Tx, actor: Actor, id: string, now: Date, link: { replacedBy: string; note?: string }) {
  const old = await getPayout(actor, id, now, tx);
  const block = stands("reissue", old) ? reissueBlock(old) : null;
  if (block !== null) throw new DomainError("conflict", `Nothing was created. ${block}`);
  const archived = await applyTransition(tx, actor, id, "reissue", {
    at: sql`${now.toISOString()}::timestamptz`,
    set: sql`archived_at = before.now`,
    reason: link.note,
    data: sql`jsonb_build_object('replacedBy', ${link.replacedBy}::text)`,
  });
  if (!archived) throw new DomainError("conflict", refusalWords("reissue", old));
  return old;
}

async function create(tx: Tx, actor: Actor, old: Payout, changes: ReissueChanges & { reference: string }, now: Date) {
  const [organization] = await tx
    .select({ days: organizations.payoutLifetimeDays })
    .from(organizations)
    .where(eq(organizations.id, actor.organizationId));
  const id = uuidv7();
  const [made] = await tx
    .insert(payouts)
    .values({
      organizationId: actor.organizationId,
      id,
      reference: changes.reference,
      recipientName: changes.recipientName ?? old.recipientName,
      recipientEmail: changes.recipientEmail ?? old.recipientEmail,
      amountMinor: changes.amountMinor ?? old.amountMinor,
      verificationAnswer: changes.dropAnswer ? null : old.verificationAnswer,
      currency: old.currency,
      status: initialStatus,
      statusChangedAt: now,
      createdAt: now,
      expiresAt: changes.expiresAt ?? new Date(now.getTime() + organization!.days * dayMs),
      linkVersion: firstLinkVersion,
      linkHash: linkHash(linkToken(env().LINK_KEY, id, firstLinkVersion)),
      lastEmailedAt: now,
      reissueOf: old.id,
    })
    .returning();
  return made!;
}

const maxReferenceLength = 100;

/** "CLM-7" → "CLM-7-R1" → "CLM-7-R2": the first of these that no payout has. */
async function freeReference(tx: Tx, actor: Actor, reference: string): Promise<string> {
  const [, stem = reference, last = "0"] = /^(.*)-R(\d{1,3})$/.exec(reference) ?? [];
  const candidates = Array.from({ length: 20 }, (_, index) => `-R${Number(last) + index + 1}`).map(
    (suffix) => stem.slice(0, maxReferenceLength - suffix.length) + suffix,
  );
  const taken = await tx
    .select({ reference: payouts.reference })
    .from(payouts)
    .where(and(eq(payouts.organizationId, actor.organizationId), inArray(payouts.reference, candidates)));
  const free = candidates.find((candidate) => !taken.some((other) => other.reference === candidate));
  if (free === undefined)
    throw new DomainError(
      "conflict",
      `Every reference from ${candidates[0]} to ${candidates.at(-1)} is taken. Upload the new payout in a batch file under a reference of your own.`,
    );
  return free;
}
