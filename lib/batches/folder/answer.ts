import { createWriteStream } from "node:fs";
import { mkdir, readdir, rename, rm, rmdir } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { csvText } from "@/lib/csv-text";
import { ends, freeName, places, resultName, type End } from "./places";
import type { IngestError } from "@/lib/ingest-errors/table";
import type { RowResult } from "@/lib/batches/row-results";

/** A line of a response: what became of a row, or, without a line, of the file. */
type AnswerRow = Omit<RowResult, "result"> & {
  result: RowResult["result"] | "note" | "already_imported" | "waits_for_decision" | "discarded";
};
export type Answer = { end: End; rows: AsyncIterable<AnswerRow[]> | Iterable<AnswerRow[]> };

/**
 * A file under way lies in `working/KEY/`; its response waits in `working/KEY.done/` or `working/KEY.refused/`, under
 * its final name.
 */
export type Working = { folder: string; key: string };
export const workingPath = ({ folder, key }: Working): string => path.join(folder, places.working, key);
const responsePath = (working: Working, end: End): string => `${workingPath(working)}.${end}`;

const columns = ["line", "reference", "result", "payout_id", "error_code", "error_message", "repeats"];

/** The answer about a file of which nothing was used. */
export const fileRefused = (faults: readonly IngestError[]): Answer => ({
  end: "refused",
  rows: [
    faults.map(({ line, code, message, suggestion }) => ({
      line,
      reference: "",
      result: "refused",
      payoutId: null,
      errorCode: code,
      errorMessage: `${message} ${suggestion}`,
      repeats: "",
    })),
  ],
});

const sentence = (result: AnswerRow["result"], errorMessage: string): AnswerRow => ({
  line: null,
  reference: "",
  result,
  payoutId: null,
  errorCode: "",
  errorMessage,
  repeats: "",
});

/** The answer that is one sentence about the file. */
export const fileSaid = (end: End, result: AnswerRow["result"], errorMessage: string): Answer => ({
  end,
  rows: [[sentence(result, errorMessage)]],
});

/** What became of the rows of a file, and before them what of it was not read. */
export async function* withNotes(
  notes: readonly string[],
  rows: AsyncIterable<RowResult[]>,
): AsyncGenerator<AnswerRow[]> {
  yield notes.map((note) => sentence("note", note));
  yield* rows;
}

/**
 * Moves a file under way to where it belongs and puts its response beside it. Both appear complete, the file first; a
 * worker that dies at any point leaves what `deliver` finishes, or what is answered anew.
 */
export async function giveAnswer(working: Working, name: string, { end, rows }: Answer): Promise<void> {
  for (const other of ends) await rm(responsePath(working, other), { recursive: true, force: true });
  const draft = `${workingPath(working)}.part`;
  await pipeline(Readable.from(asCsv(rows)), createWriteStream(draft, { flush: true }));
  const target = path.join(working.folder, end);
  await mkdir(target, { recursive: true });
  const finalName = await freeName(target, name);
  await mkdir(responsePath(working, end), { recursive: true });
  await rename(draft, path.join(responsePath(working, end), resultName(finalName)));
  await rename(path.join(workingPath(working), name), path.join(target, finalName));
  await deliver(working);
}

/** Puts a finished response beside its file, which is there already, and clears the working folder. */
export async function deliver(working: Working): Promise<void> {
  for (const end of ends) {
    const place = responsePath(working, end);
    for (const name of await readdir(place).catch(() => []))
      await rename(path.join(place, name), path.join(working.folder, end, name));
    await rmdir(place).catch(() => undefined);
  }
  await rmdir(workingPath(working));
}

async function* asCsv(pages: Answer["rows"]): AsyncGenerator<string> {
  yield csvText([columns]);
  for await (const rows of pages) {
    if (rows.length > 0)
      yield csvText(
        rows.map((row) => [
          row.line,
          row.reference,
          row.result,
          row.payoutId,
          row.errorCode,
          row.errorMessage,
          row.repeats,
        ]),
      );
  }
}
