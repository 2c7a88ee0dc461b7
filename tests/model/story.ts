import { sql } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import type { RecipientActor, UserActor } from "@/lib/actor";
import { createPayouts } from "@/lib/payouts/creation";
import { DomainError } from "@/lib/errors";
import { actorOfLink } from "@/lib/web/link-actor";
import type { PayoutStatus } from "@/lib/payouts/status";
import { databaseNow } from "@/lib/time";
import { createBatch, createOrganization, createUser } from "@/tests/support/factories";
import { tokenOf } from "@/tests/support/recipients";

export const minuteMs = 60_000;
export const dayMs = 24 * 60 * minuteMs;
export const lifetimeDays = 30;
export const reminderDays = [7, 3, 1];
export const answerLimit = 3;
export const rightAnswer = "CLM-1984";

/** An attempt in the model; `saidPaid` once it failed and was then reported as paid. */
export type ModelAttempt = { number: number; state: "queued" | "sent" | "paid" | "failed"; saidPaid: boolean };

/**
 * A payout as the model expects it, computed without any product code. Times are on the story's own clock, in
 * milliseconds.
 */
export type ModelPayout = {
  id: string;
  replaces: ModelPayout | null;
  asksAnswer: boolean;
  status: PayoutStatus;
  archived: boolean;
  failureCode: string | null;
  version: number;
  answersUsed: number;
  created: number;
  expires: number;
  lastEmailed: number;
  resends: number;
  reminders: number;
  lastReminded: number | null;
  codes: number;
  lastCode: number | null;
  /** Emails to the present address that no worker has tried to send yet. */
  untried: { invitation: boolean; code: boolean };
  /** Two payouts with the same one are sent to the same mailbox: a replacement has that of the payout it replaced. */
  mailbox: string;
  /** When the mail server refused the present address, unless a later email arrived there. */
  refused: number | null;
  /** The proof that the recipient is verified, while it is valid. */
  proof: string | undefined;
  attempts: ModelAttempt[];
  /** "kind ordinal" of every email that must have been queued. */
  emails: string[];
};

export type Model = {
  now: number;
  payouts: ModelPayout[];
  /** When the latest error of a payout of the batch occurred: its email was refused, or it failed. */
  lastError: number | null;
};
/** A step for one payout of the story: runs the real action and updates the model. */
export type Happening = (model: Model, payout: ModelPayout, real: Real) => Promise<void>;
export type Real = { admin: UserActor; batchId: string; serial: number; mailbox: Mailbox };

/** The address that the mail server refuses now. */
export type Mailbox = { refused: string | null };

/** A payout past its expiry counts as expired, whether swept or not. */
export const standing = (model: Model, payout: ModelPayout): PayoutStatus =>
  payout.status === "pending" && model.now >= payout.expires ? "expired" : payout.status;

export const isWaiting = (model: Model, payout: ModelPayout): boolean => standing(model, payout) === "pending";

/** Every story begins with two payouts: one that asks for an answer, and one that asks for a code. */
export async function beginStory(mailbox: Mailbox): Promise<{ model: Model; real: Real }> {
  const organization = await createOrganization({
    payoutLifetimeDays: lifetimeDays,
    reminderDays,
    verificationLimit: answerLimit,
  });
  const { actor } = await createUser(organization);
  const batch = await createBatch(organization);
  const real = { admin: actor, batchId: batch.id, serial: 1, mailbox };
  const payouts = [
    newPayout(await createByFile(real, true), true, 0),
    newPayout(await createByFile(real, false), false, 0),
  ];
  return { model: { now: 0, payouts, lastError: null }, real };
}

/** Whether an attempt of this payout, or of one that it replaced, failed and was then reported as paid. */
export const isInDoubt = ({ attempts, replaces }: ModelPayout): boolean =>
  attempts.some(({ saidPaid }) => saidPaid) || (replaces !== null && isInDoubt(replaces));

/** The latest payout of the chain: this one, or the last of its replacements. */
export function liveEnd(model: Model, payout: ModelPayout): ModelPayout {
  const next = model.payouts.find(({ replaces }) => replaces === payout);
  return next ? liveEnd(model, next) : payout;
}

export const newPayout = (
  id: string,
  asksAnswer: boolean,
  now: number,
  replaces: ModelPayout | null = null,
): ModelPayout => ({
  id,
  replaces,
  asksAnswer,
  status: "pending",
  archived: false,
  failureCode: null,
  version: 1,
  answersUsed: 0,
  created: now,
  expires: now + lifetimeDays * dayMs,
  lastEmailed: now,
  resends: 0,
  reminders: 0,
  lastReminded: null,
  codes: 0,
  lastCode: null,
  untried: { invitation: true, code: false },
  mailbox: replaces?.mailbox ?? id,
  refused: null,
  proof: undefined,
  attempts: [],
  emails: ["payout_sent 0"],
});

/** Creates a payout as a batch file does. @returns its id */
export async function createByFile(real: Real, asksAnswer: boolean): Promise<string> {
  const { admin, batchId } = real;
  const line = ++real.serial;
  const reference = `STORY-${line}`;
  const row = {
    line,
    reference,
    recipientName: "Ada Byron",
    recipientEmail: `ada${line}@example.com`,
    amountMinor: 1_250n,
    currency: "USD",
    expiresAt: null,
    verificationCode: asksAnswer ? rightAnswer : null,
    language: null,
  };
  await transaction(async (tx) =>
    createPayouts(tx, admin, [row], { batchId, now: await databaseNow(tx), lifetimeDays }),
  );
  const [made] = await db.execute<{ id: string }>(
    sql`select id from payouts where organization_id = ${admin.organizationId} and reference = ${reference}`,
  );
  return made!.id;
}

/** The actor with the latest link. */
export async function recipientOf({ admin }: Real, { id, version }: ModelPayout): Promise<RecipientActor> {
  const actor = await actorOfLink(tokenOf({ organizationId: admin.organizationId, id, linkVersion: version }), "story");
  if (!actor) throw new Error("the latest link leads nowhere");
  return actor;
}

/** The result of a call: done, or refused with a code. */
export async function outcomeOf(call: () => Promise<unknown>): Promise<"done" | DomainError["code"]> {
  try {
    await call();
    return "done";
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
}

/**
 * Moves every timestamp of every table back, which has the same effect as moving the clock forward. The one minute that is
 * kept beside them is read from them anew.
 */
export async function letTimePass(ms: number): Promise<void> {
  const stamps = await db.execute<{ table: string; column: string }>(sql`
    select quote_ident(table_name) as "table", quote_ident(column_name) as "column" from information_schema.columns
    where table_schema = 'public' and data_type = 'timestamp with time zone'`);
  const tables = [...new Set(stamps.map(({ table }) => table))];
  const moved = (table: string) =>
    stamps
      .filter((stamp) => stamp.table === table)
      .map(({ column }) => `${column} = ${column} - interval '${ms} milliseconds'`);
  const updates = tables.map((table) => `update ${table} set ${moved(table).join(", ")}`);
  const minutes = `update batches set last_error_minute = (
    select date_trunc('minute', max(occurred_at), 'UTC') from ingest_errors e
    where e.organization_id = batches.organization_id and e.batch_id = batches.id) where last_error_minute is not null`;
  const all = ["set local session_replication_role = replica", ...updates, minutes].join("; ");
  await transaction((tx) => tx.execute(sql.raw(all)));
}
