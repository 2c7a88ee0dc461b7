import { and, eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { db, transaction, type Executor, type Tx } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { organizations } from "@/db/schema/organizations";
import { payouts } from "@/db/schema/payouts";
import { assertAdmin, type Actor } from "../actor";
import { notFound } from "../errors";
import { recordEvents } from "../events";
import { databaseNow } from "../time";
import { cleanFileName, fileSha256, type BatchFile } from "./file";
import { ingestError, type IngestError } from "./ingest-errors";
import { inspectFile, referencesIn, refuse, type Inspection, type RefusedRow } from "./inspect";
import { parseBatchFile, type ParsedFile } from "./parse";
import { summarize, type InspectionSummary } from "./summary";
import type { Batch } from "./queries";
import { finalStatus, workingStatus, type BatchMode } from "./status";
import { writePayouts, writeRefusals, type Destination } from "./writing";

/** Long enough for the largest file that is taken; everything else in the product settles within 8 s. */
const deadlineMs = 60_000;
const referencesPerQuery = 10_000;

/** A file that cannot be used at all: nothing was created. */
export type FileRefused = { fileFaults: IngestError[] };
/** `sameAs` is the batch that an earlier upload of this very file made. */
export type BatchPreview = InspectionSummary & { fileName: string; sameAs: Batch | null };
export type BatchCreated = { batch: Batch; alreadyThere: boolean };

/**
 * What a file would create, without creating it.
 * @throws DomainError `forbidden` for everyone but admins and the system
 */
export async function previewBatch(actor: Actor, file: BatchFile): Promise<BatchPreview | FileRefused> {
  assertAdmin(actor);
  const parsed = parseBatchFile(file.bytes);
  if ("faults" in parsed) return { fileFaults: parsed.faults };
  const { context } = await settings(db, actor);
  const inspection = inspectFile(parsed, await usedReferences(db, actor, parsed), context);
  return { ...summarize(inspection), fileName: cleanFileName(file.fileName), sameAs: await findByFile(db, actor, fileSha256(file.bytes)) };
}

/**
 * Makes a batch of a file: its good rows become payouts, the others refused rows with their errors, all in one transaction.
 * The same file again, also at the same instant, creates nothing and finds the batch of the first.
 * @throws DomainError `forbidden` for everyone but admins and the system
 */
export async function createBatch(actor: Actor, file: BatchFile): Promise<BatchCreated | FileRefused> {
  assertAdmin(actor);
  const sha256 = fileSha256(file.bytes);
  const known = await findByFile(db, actor, sha256);
  if (known) return { batch: known, alreadyThere: true };
  const parsed = parseBatchFile(file.bytes);
  if ("faults" in parsed) return { fileFaults: parsed.faults };
  return transaction((tx) => writeBatch(tx, actor, file, sha256, parsed), { deadlineMs });
}

async function writeBatch(tx: Tx, actor: Actor, file: BatchFile, sha256: string, parsed: ParsedFile): Promise<BatchCreated> {
  const { context, lifetimeDays } = await settings(tx, actor);
  const started = await startBatch(tx, actor, file, sha256, parsed.records.length, context.now);
  if (!started) return { batch: (await findByFile(tx, actor, sha256))!, alreadyThere: true };
  const to: Destination = { batchId: started.id, now: context.now, lifetimeDays };
  const inspection = inspectFile(parsed, await usedReferences(tx, actor, parsed), context);
  const taken = takenMeanwhile(parsed, inspection, await writePayouts(tx, actor, inspection.accepted, to));
  await writeRefusals(tx, actor, inspection.refused, "validation", to);
  await writeRefusals(tx, actor, taken, "processing", to);
  return { batch: await endBatch(tx, actor, to, inspection, taken.length), alreadyThere: false };
}

/** The batch as it stands before its rows do: none accepted yet. Null when a twin made it first. */
async function startBatch(tx: Tx, actor: Actor, file: BatchFile, sha256: string, recordCount: number, now: Date): Promise<Batch | null> {
  const [started] = await tx
    .insert(batches)
    .values({
      organizationId: actor.organizationId,
      id: uuidv7(),
      fileName: cleanFileName(file.fileName),
      fileSha256: sha256,
      fileBytes: file.bytes.length,
      status: workingStatus,
      recordCount,
      acceptedCount: 0,
      refusedCount: recordCount,
      createdBy: actor.type === "user" ? actor.userId : null,
      createdAt: now,
    })
    .onConflictDoNothing({ target: [batches.organizationId, batches.fileSha256] })
    .returning();
  return started ?? null;
}

async function endBatch(tx: Tx, actor: Actor, { batchId, now }: Destination, inspection: Inspection, takenCount: number): Promise<Batch> {
  const acceptedCount = inspection.accepted.length - takenCount;
  const refusedCount = inspection.refused.length + takenCount;
  const [batch] = await tx
    .update(batches)
    .set({ acceptedCount, refusedCount, status: finalStatus(acceptedCount, refusedCount), processedAt: now })
    .where(and(eq(batches.organizationId, actor.organizationId), eq(batches.id, batchId)))
    .returning();
  await recordEvents(tx, actor, [{ name: "batch.processed", occurredAt: now, batchId, data: { accepted: acceptedCount, refused: refusedCount } }]);
  return batch!;
}

/** Rows whose reference another payout got between the check and the insert. */
function takenMeanwhile({ header, records }: ParsedFile, { accepted }: Inspection, taken: ReadonlySet<string>): RefusedRow[] {
  const lost = new Map(accepted.filter(({ reference }) => taken.has(reference)).map((row) => [row.line, row.reference]));
  return records
    .filter(({ line }) => lost.has(line))
    .map((record) => refuse(header, record, [ingestError("reference_used", { line: record.line, column: "reference", value: lost.get(record.line)! })]));
}

async function settings(executor: Executor, actor: Actor) {
  const [organization] = await executor.select().from(organizations).where(eq(organizations.id, actor.organizationId));
  if (!organization) throw notFound("organization");
  return { context: { now: await databaseNow(executor), timeZone: organization.timeZone }, lifetimeDays: organization.payoutLifetimeDays };
}

async function usedReferences(executor: Executor, actor: Actor, parsed: ParsedFile): Promise<Set<string>> {
  const asked = referencesIn(parsed);
  const used = new Set<string>();
  for (let start = 0; start < asked.length; start += referencesPerQuery) {
    const part = asked.slice(start, start + referencesPerQuery);
    const rows = await executor
      .select({ reference: payouts.reference })
      .from(payouts)
      .where(and(eq(payouts.organizationId, actor.organizationId), sql`${payouts.reference} = any(${sql.param(part)}::text[])`));
    for (const { reference } of rows) used.add(reference);
  }
  return used;
}

async function findByFile(executor: Executor, actor: Actor, sha256: string): Promise<Batch | null> {
  const [batch] = await executor.select().from(batches).where(and(eq(batches.organizationId, actor.organizationId), eq(batches.fileSha256, sha256)));
  return batch ?? null;
}

/** `acknowledgedDuplicates`: the admin has seen that rows repeat others, and means them. */
export type Decision = { acknowledgedDuplicates?: boolean };

/**
 * The review's answer: what becomes of the batch's good rows. Processing starts in the background.
 * @throws DomainError `forbidden`, `not_found`, `conflict` when it is not waiting for a review (any more), has duplicates that were not
 * acknowledged, or has refused rows and is to be all or nothing
 */
export function decideBatch(_actor: Actor, _id: string, _mode: BatchMode, _decision: Decision = {}): Promise<void> {
  throw new Error("not written yet");
}

/**
 * Puts a batch aside that has created nothing; its file can then be uploaded again.
 * @throws DomainError `forbidden`, `not_found`, `conflict` when it has created payouts or is about to
 */
export function discardBatch(_actor: Actor, _id: string): Promise<void> {
  throw new Error("not written yet");
}
