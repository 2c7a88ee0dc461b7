import { and, eq, inArray, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { transaction, type Tx } from "@/db/client";
import { organizations } from "@/db/schema/organizations";
import { payouts } from "@/db/schema/payouts";
import type { Actor } from "@/lib/actor";
import { DomainError, forbidden } from "@/lib/errors";
import { nothingPutAside } from "@/lib/follow-up/matching";
import { databaseNow } from "@/lib/time";
import { createPayout, usualExpiry, type StoredValues } from "./creation";
import { expireIfDue } from "./expiry";
import { reissueBlock } from "./failures";
import { columnNames, payoutField, type ChangeableProperty, type RenewedProperty } from "./fields/table";
import { getPayout, type Payout } from "./queries";
import { applyTransition } from "./transition";
import { permits, refusalWords, stands } from "./transitions";

const fields = columnNames.map(payoutField);
const referenceAttempts = 5;

/**
 * How the new payout differs from the old one. The verification answer is copied, unless it is dropped: then the
 * recipient gets a code by email.
 */
type ReissueChanges = Partial<Pick<Payout, ChangeableProperty>> & {
  dropAnswer?: boolean;
  note?: string;
};

/**
 * Replaces an expired, canceled or failed payout by a new pending one of the same batch, the same but for `changes`, and
 * queues its email. The old one is archived and both are linked; the unique index on `reissue_of` keeps it to one however many ask at once.
 * @returns the new payout
 * @throws DomainError `forbidden` for all but admins, `conflict` when the payout does not stand where it can be
 * replaced (any more)
 */
export const reissuePayout = (actor: Actor, id: string, changes: ReissueChanges = {}): Promise<Payout> =>
  withFreeReference(() => transaction((tx) => replaceIn(tx, actor, id, changes)));

/** Repeats a whole transaction with `replaceIn` in it while others are quicker to take the new reference. */
export async function withFreeReference<T>(replacing: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await replacing();
    } catch (error) {
      if (attempt === referenceAttempts || !(error instanceof ReferenceTaken)) throw error;
    }
  }
}

/** Another payout took the reference between the read and the insert: undoes everything, to try the next one. */
class ReferenceTaken extends Error {
  constructor() {
    super("another payout took the reference of the new one");
  }
}

/** `reissuePayout` as a part of a transaction, which must not commit when this throws. */
export async function replaceIn(tx: Tx, actor: Actor, id: string, changes: ReissueChanges = {}): Promise<Payout> {
  if (!permits(actor, "reissue")) throw forbidden();
  const { reference: oldReference } = await lock(tx, actor, id);
  const now = await databaseNow(tx);
  await expireIfDue(tx, actor, id, now);
  const reference = await freeReference(tx, actor, oldReference);
  const old = await archive(tx, actor, id, now, { replacedBy: reference, note: changes.note });
  return create(tx, actor, old, { ...changes, reference }, now);
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
    set: sql`archived_at = before.now, ${nothingPutAside}`,
    reason: link.note,
    data: sql`jsonb_build_object('replacedBy', ${link.replacedBy}::text)`,
    settlesErrors: true,
  });
  if (!archived) throw new DomainError("conflict", refusalWords("reissue", old));
  return old;
}

/** @throws ReferenceTaken */
async function create(
  tx: Tx,
  actor: Actor,
  old: Payout,
  { reference, ...changes }: ReissueChanges & { reference: string },
  now: Date,
): Promise<Payout> {
  const [organization] = await tx
    .select({ days: organizations.payoutLifetimeDays })
    .from(organizations)
    .where(eq(organizations.id, actor.organizationId));
  const values: StoredValues = {
    ...copiedValues(old, changes),
    ...(changes.dropAnswer && { verificationAnswer: null }),
    reference,
    expiresAt: changes.expiresAt ?? usualExpiry(now, organization!.days),
  };
  const id = uuidv7();
  const created = await createPayout(
    tx,
    actor,
    { ...values, id, line: null, extra: old.extra },
    {
      now,
      from: { reissueOf: old.id, batchId: old.batchId, fromLine: old.line ?? old.fromLine },
      event: { reason: changes.note, data: { replaces: old.reference, ...changedFrom(old, values) } },
    },
  );
  if (!created) throw new ReferenceTaken();
  return getPayout(actor, id, now, tx);
}

/** What the columns let the new payout have of the old one, or what the admin changed of it. */
function copiedValues(old: Payout, changes: Partial<Payout>): Omit<StoredValues, RenewedProperty> {
  const copied = fields.filter(({ reissue }) => reissue.value === "copied");
  return Object.fromEntries(
    copied.map(({ reissue, stored: { property } }) => [
      property,
      reissue.mayChange && changes[property] !== undefined ? changes[property] : old[property],
    ]),
  ) as Omit<StoredValues, RenewedProperty>;
}

/** What differs, with the values of the old payout, for the timeline of the new one; its own expiry always. */
function changedFrom(old: Payout, made: StoredValues): Record<string, string | boolean> {
  const was = fields.flatMap(({ reissue, stored: { property } }) => {
    const changed = "was" in reissue && old[property] !== (made as Partial<Payout>)[property];
    return changed ? [[reissue.was.key, reissue.was.text(old)]] : [];
  });
  return {
    expiresAt: made.expiresAt.toISOString(),
    ...(Object.fromEntries(was) as Record<string, string>),
    ...(old.verificationAnswer !== null && made.verificationAnswer === null && { answerDropped: true }),
  };
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
