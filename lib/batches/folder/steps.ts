import type { Stats } from "node:fs";
import { lstat, mkdir, readdir, rename } from "node:fs/promises";
import path from "node:path";
import { and, eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { db } from "@/db/client";
import { batches } from "@/db/schema/batches";
import type { Actor } from "@/lib/actor";
import {
  deliver,
  fileRefused,
  fileSaid,
  giveAnswer,
  withNotes,
  workingPath,
  type Answer,
  type Working,
} from "./answer";
import { isOffered, places, spelled } from "./places";
import { bytesOf, isComplete, isGone, sha256Of, StillArriving, Unreadable } from "./read";
import { folderPrintOf, type FileSettling } from "./settling";
import { endedUnanswered, sheetNoteWords } from "@/lib/batches/hidden-rows";
import { readingWords } from "@/lib/batches/ingest/columns";
import { releaseAfterFileCheck } from "@/lib/batches/ingest/turn";
import { ingestError } from "@/lib/ingest-errors/table";
import { maxFileBytes } from "@/lib/batches/file-format/limits";
import { discardBatch } from "@/lib/batches/mutations";
import type { Batch } from "@/lib/batches/queries";
import { findByFile, receiveFile } from "@/lib/batches/ingest/receive";
import { rowResults } from "@/lib/batches/row-results";
import { hasArrived } from "@/lib/batches/matching";
import { awaitsAdmin, isDiscarded, isProcessing, isRejected, isUnderWay } from "@/lib/batches/status";
import { stands } from "@/lib/batches/transitions";
import { counted } from "@/lib/plain-words";

const unreadable = () => fileRefused([ingestError("file_unreadable", {})]);

/** A file that was put into a folder. Only its path leads to it: its name may not have been UTF-8. */
type Offered = { path: Buffer; name: string; stats: Stats };

/** Files of an organization's folder that are to be imported, oldest first. */
export async function offeredFiles(folder: string): Promise<Offered[]> {
  const names = (await readdir(folder, { encoding: "buffer" })).filter((raw) => isOffered(spelled(raw)));
  const found = names.map((raw) => ({
    path: Buffer.concat([Buffer.from(folder + path.sep), raw]),
    name: spelled(raw),
  }));
  const files = await Promise.all(found.map(async (file) => ({ ...file, stats: await statsOf(file.path) })));
  const present = files.flatMap(({ stats, ...file }) => (stats && !stats.isDirectory() ? [{ ...file, stats }] : []));
  return present.sort((a, b) => a.stats.mtimeMs - b.stats.mtimeMs || (a.name < b.name ? -1 : 1));
}

/** Moves a complete file out of the sender's reach, under a key of its own. */
export async function moveToWorking(folder: string, { path: from, name }: Offered): Promise<number> {
  const place = workingPath({ folder, key: uuidv7() });
  await mkdir(place, { recursive: true });
  await rename(from, path.join(place, name)).catch((error: unknown) => {
    if (!isGone(error)) throw error;
  });
  return 1;
}

/** The keys of the files under way. */
export const workingKeys = async (folder: string): Promise<string[]> =>
  (await readdir(path.join(folder, places.working)).catch(() => [])).filter((name) => /^[0-9a-f-]{36}$/.test(name));

/**
 * Makes the next step with a file under way: the key is the id of the batch that it became, or was to become when a worker
 * died.
 * @returns 0 when it has to wait
 */
export async function advanceFile(actor: Actor, working: Working, settling: FileSettling): Promise<number> {
  const [name] = await readdir(workingPath(working)).catch(() => [null]);
  if (name === null) return 0;
  if (name === undefined) return deliver(working).then(() => 1);
  const stats = await lstat(path.join(workingPath(working), name));
  if (!stats.isFile()) return answered(working, name, unreadable());
  const batch = await findBatch(actor, working.key);
  if (!batch)
    return (await isComplete(path.join(workingPath(working), name), stats, settling))
      ? receive(actor, working, name, stats, settling)
      : 0;
  if (batch.folderPrint !== null && batch.folderPrint !== folderPrintOf(stats)) return startAnew(actor, working, batch);
  if (stands("releaseAfterFileCheck", batch)) return (await releaseAfterFileCheck(actor, batch.id)) ? 1 : 0;
  if (isUnderWay(batch) || awaitsAdmin(batch)) return 0;
  return answered(working, name, answerFor(actor, batch));
}

/** Nothing is stored of a file whose content is known: the answer is how the first one with that content ends. */
const receive = (actor: Actor, working: Working, name: string, stats: Stats, settling: FileSettling): Promise<number> =>
  unlessUnreadable(working, name, async () => {
    const file = path.join(workingPath(working), name);
    const known =
      stats.size <= maxFileBytes &&
      (await findByFile(actor, await settling.sha256Of(stats, () => sha256Of(file, stats))));
    if (!known) return store(actor, { ...working, key: uuidv7() }, working, name, stats);
    if (isUnderWay(known)) return 0;
    return answered(working, name, endedUnanswered(known) ? answerFor(actor, known) : knownFile(known));
  });

/** Each attempt stores under an id of its own, so that what a dead worker left is never in the way. */
async function store(actor: Actor, working: Working, before: Working, name: string, stats: Stats): Promise<number> {
  await rename(workingPath(before), workingPath(working));
  return unlessUnreadable(working, name, async () => {
    const bytes = bytesOf(path.join(workingPath(working), name), stats);
    const received = await receiveFile(actor, {
      id: working.key,
      fileName: name,
      bytes,
      auto: { mode: "valid_rows" },
      folderPrint: folderPrintOf(stats),
    });
    if ("fileFaults" in received) return answered(working, name, fileRefused(received.fileFaults));
    // Another file with the same content was quicker, and the next look finds it.
    return received.batch.id === working.key ? 1 : 0;
  });
}

/** What cannot be read is refused, and what changed while it was read has to wait. */
async function unlessUnreadable(working: Working, name: string, step: () => Promise<number>): Promise<number> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof Unreadable) return answered(working, name, unreadable());
    if (error instanceof StillArriving) return 0;
    throw error;
  }
}

/**
 * The sender had only paused, and the file was written to after it was read: it is another file now, and nothing is
 * created of the first. Where that has happened already, rows that exist will be refused.
 */
async function startAnew(actor: Actor, working: Working, batch: Batch): Promise<number> {
  if (isProcessing(batch)) return 0;
  if (stands("discard", batch))
    await discardBatch(actor, batch.id, "Its file in the watched folder changed after it was read");
  await rename(workingPath(working), workingPath({ ...working, key: uuidv7() }));
  return 1;
}

const answered = (working: Working, name: string, answer: Answer): Promise<number> =>
  giveAnswer(working, name, answer).then(() => 1);

function answerFor(actor: Actor, batch: Batch): Answer {
  if (isDiscarded(batch))
    return fileSaid(
      "refused",
      "discarded",
      "Somebody discarded this file in the portal before anything was created of it.",
    );
  return {
    end: isRejected(batch) ? "refused" : "done",
    rows: withNotes([...sheetNoteWords(batch), ...readingWords(batch)], rowResults(actor, batch.id)),
  };
}

/**
 * The same content again creates nothing; the response of the first has its rows. Only where rows became payouts is
 * anything done.
 */
function knownFile(batch: Batch): Answer {
  const { id, fileName, createdAt, recordCount, createdCount, refusedCount } = batch;
  const first = `A file with the same content was imported before, as "${fileName}" at ${createdAt.toISOString()} (batch ${id}); nothing was created again.`;
  if (awaitsAdmin(batch))
    return fileSaid(
      "refused",
      "waits_for_decision",
      `${first} That one waits in the portal: nothing of it is created before an admin decides there. Discarded there, it can be sent again.`,
    );
  const counts = `Of its ${counted(recordCount, "row")}, ${counted(createdCount, "became a payout", "became payouts")} and ${counted(refusedCount, "was refused", "were refused")}.`;
  return fileSaid(createdCount > 0 ? "done" : "refused", "already_imported", `${first} ${counts}`);
}

/** Undefined while its file is still uploaded, and when that ended midway. */
async function findBatch({ organizationId }: Actor, id: string): Promise<Batch | undefined> {
  const [batch] = await db
    .select()
    .from(batches)
    .where(and(eq(batches.organizationId, organizationId), eq(batches.id, id), hasArrived));
  return batch;
}

const statsOf = (file: Buffer): Promise<Stats | null> => lstat(file).catch(() => null);
