import { and, eq, inArray, sql, type SQL, type SQLWrapper } from "drizzle-orm";
import { z } from "zod";
import type { Executor, Tx } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { systemActor, type Actor, type Author } from "@/lib/actor";
import { DomainError, forbidden, notFound } from "@/lib/errors";
import { recordEvents } from "@/lib/events";
import { ownedByClaim, leaseEnd, notifyWorkers, type Claim } from "@/lib/queue";
import { databaseNow } from "@/lib/time";
import { hasArrived } from "./matching";
import type { Batch } from "./queries";
import { batchStatusTable, type BatchStatus } from "./status";
import {
  batchTransition,
  type batchTransitionTable,
  permits,
  refusalWords,
  type BatchEvent,
  type BatchTransitionName,
} from "./transitions";

/** Another worker has the batch now, or it was discarded: this one must write nothing more. */
export class ClaimLost extends Error {
  constructor() {
    super("the claim on this batch was lost");
  }
}

export type BatchChanges = { [Name in Exclude<keyof Batch, "status">]?: Batch[Name] | SQL };

const noAttempts = { attempts: 0, failures: 0, failingSince: null, failingRequestId: null };

/** What a write does to the claim under which it is made, beside what it writes. */
const claimTable = {
  /** Keeps it, and no more: the next attempt would write the same again. */
  heartbeat: { leasedUntil: leaseEnd, nextAttemptAt: leaseEnd },
  /** Keeps it; what has made progress has all its attempts again. */
  progress: { leasedUntil: leaseEnd, nextAttemptAt: leaseEnd, ...noAttempts },
  /** Ends it. */
  release: { leasedUntil: null, nextAttemptAt: sql`now()`, ...noAttempts },
};

/** Read once the row is locked. */
const clock = sql`date_trunc('milliseconds', clock_timestamp())`;

/** Who moves a batch: somebody who asks for it, or a worker under its claim. */
type Mover = { actor: Actor; id: string } | { claim: Claim; requestId: string };

type EventData = Record<string, string | number | null>;

type Change = {
  /** Written in the same statement. */
  set?: BatchChanges;
  /** The moment that its column and its event keep; else the database's clock says it. */
  at?: Date;
  /** Why, in words; kept with the event. */
  reason?: string;
  /** What the event keeps. */
  data?: EventData;
  /** For a transition that concerns rows: an event for each, in place of the one. */
  rows?: { payoutId: string; data: EventData }[];
};

/** The status and its event exist together or not at all. */
type ExecutorOf<Name extends BatchTransitionName> = (typeof batchTransitionTable)[Name]["event"] extends null
  ? Executor
  : Tx;

/**
 * The one way to change the status of a batch: a conditional UPDATE writes the status, its moment and the claim, and the
 * event follows. Of two at the same instant the second finds the batch as the first left it. A transition without a
 * claim ends every claim, so that a worker in the middle of the batch writes nothing more.
 * @returns the batch as it is then
 * @throws DomainError `forbidden` when the table gives this transition to somebody else, `not_found`, `conflict` when the
 * batch does not stand where the transition starts (any more)
 * @throws ClaimLost in place of these under a claim
 */
export async function moveBatch<Name extends BatchTransitionName>(
  executor: ExecutorOf<Name>,
  mover: Mover,
  name: Name,
  change: Change = {},
): Promise<Batch> {
  if ("actor" in mover && !permits(mover.actor, name)) throw forbidden();
  const { from, to, event, stamp, keepsClaim } = batchTransition(name);
  const [batch] = await executor
    .update(batches)
    .set({
      ...claimTable[keepsClaim ? "heartbeat" : "release"],
      ...("actor" in mover && { fence: sql`${batches.fence} + 1` }),
      ...change.set,
      ...(to && { status: to, ...putAsideAfter(to) }),
      ...(stamp && { [stamp]: change.at ?? clock }),
    })
    .where(and(movable(mover), inArray(batches.status, [...from])))
    .returning();
  if (!batch) throw await refusal(executor, mover, name);
  if (event) {
    const at = change.at ?? (stamp && batch[stamp]) ?? (await databaseNow(executor));
    await recordEvents(executor, authorOf(mover, batch, name), eventsOf(event, batch, at, change));
  }
  const queue = to && !keepsClaim && queueOf(to);
  if (queue) await executor.execute(sql`select ${notifyWorkers(queue)}`);
  return batch;
}

/** What was put aside comes back when the status changes. */
function putAsideAfter(to: BatchStatus): BatchChanges {
  const kept = (column: SQLWrapper) => sql`case when ${batches.status} = ${to} then ${column} end`;
  const { snoozedUntil, handledAt, handledReason } = batches;
  return {
    snoozedUntil: kept(snoozedUntil),
    handledAt: kept(handledAt),
    handledReason: kept(handledReason),
  };
}

/**
 * Writes how far the work under a claim has come; the status stays. The claim is kept for longer.
 * @param onlyIf how the batch must have stood until now
 * @throws ClaimLost also when it stood otherwise
 */
export async function saveProgress(
  executor: Executor,
  claim: Claim,
  changes: BatchChanges,
  kind: "heartbeat" | "progress" = "progress",
  onlyIf?: SQL,
): Promise<Batch> {
  const [batch] = await executor
    .update(batches)
    .set({ ...claimTable[kind], ...changes })
    .where(and(ownedByClaim(batches, claim), onlyIf))
    .returning();
  if (!batch) throw new ClaimLost();
  return batch;
}

/** On whose account the worker acts: who decided on the batch, else who uploaded it. */
export const accountableFor = ({ organizationId, decidedBy, createdBy }: Batch, requestId: string): Author => {
  const userId = decidedBy ?? createdBy;
  return userId === null ? systemActor(organizationId, requestId) : { type: "user", organizationId, userId, requestId };
};

const ofActor = ({ organizationId }: Actor, id: string) =>
  z.uuid().safeParse(id).success ? and(eq(batches.organizationId, organizationId), eq(batches.id, id)) : sql`false`;

const movable = (mover: Mover) =>
  "claim" in mover ? ownedByClaim(batches, mover.claim) : ofActor(mover.actor, mover.id);

async function refusal(executor: Executor, mover: Mover, name: BatchTransitionName): Promise<Error> {
  if ("claim" in mover) return new ClaimLost();
  const [batch] = await executor
    .select({ status: batches.status })
    .from(batches)
    .where(and(ofActor(mover.actor, mover.id), hasArrived));
  return batch ? new DomainError("conflict", refusalWords(name, batch)) : notFound("batch");
}

function authorOf(mover: Mover, batch: Batch, name: BatchTransitionName): Author {
  if ("actor" in mover) return mover.actor;
  return batchTransition(name).inNameOfUser
    ? accountableFor(batch, mover.requestId)
    : systemActor(batch.organizationId, mover.requestId);
}

const eventData: Record<BatchEvent, (batch: Batch) => EventData | undefined> = {
  "batch.received": ({ fileBytes }) => ({ bytes: fileBytes }),
  "batch.validated": ({ acceptedCount, refusedCount }) => ({ accepted: acceptedCount, refused: refusedCount }),
  "batch.decided": ({ mode, acceptedCount, refusedCount, duplicateCount }) => ({
    mode,
    accepted: acceptedCount,
    refused: refusedCount,
    acknowledged: duplicateCount,
  }),
  "batch.processed": ({ acceptedCount, refusedCount, createdCount }) => ({
    accepted: acceptedCount,
    refused: refusedCount,
    created: createdCount,
  }),
  "batch.hidden_rows_answered": ({ hiddenRows, hiddenRowCount }) => ({ answer: hiddenRows, hidden: hiddenRowCount }),
  "batch.columns_chosen": ({ columnsRead }) => ({
    mapping: columnsRead && "name" in columnsRead ? columnsRead.name : "",
  }),
  "batch.sheet_chosen": ({ sheet }) => ({ sheet }),
  "batch.discarded": () => undefined,
  "batch.row_repaired": () => undefined,
  "batch.rows_set_aside": () => undefined,
};

function eventsOf(name: BatchEvent, batch: Batch, occurredAt: Date, { reason, data, rows }: Change) {
  const event = { name, occurredAt, batchId: batch.id, reason };
  return rows ? rows.map((row) => ({ ...event, ...row })) : [{ ...event, data: data ?? eventData[name](batch) }];
}

/** The queue that goes on with a batch of this status. */
function queueOf(status: BatchStatus): "batches" | "imports" | null {
  const { waitsFor } = batchStatusTable[status];
  if (waitsFor === "worker") return "batches";
  return waitsFor === "folder" ? "imports" : null;
}
