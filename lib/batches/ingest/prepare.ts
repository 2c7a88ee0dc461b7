import { batches } from "@/db/schema/batches";
import { renewLease } from "@/lib/queue";
import { refuse, type RefusedRecord } from "@/lib/batches/rules/cells";
import { ahead, chunksOf, type Chunk } from "@/lib/batches/reading/chunks";
import { ClaimLost, refusedLines, type Job } from "./job";
import type { Header } from "@/lib/batches/file-format/header";
import { ingestError, type IngestError } from "@/lib/ingest-errors/table";
import { judgeRecord, type AcceptedRow } from "@/lib/batches/rules/judge";
import { openBatchFile } from "@/lib/batches/reading/open-file";
import { storedFile } from "./receive";
import { preparePayouts, type BatchCreation, type PreparedPayouts } from "@/lib/payouts/creation";

/**
 * A chunk on its way to become payouts; `late` are rows that were accepted and no longer can be. `refuse` makes refused
 * ones of those rows that turn out to have a fault.
 */
export type PreparedChunk = {
  lastLine: number;
  rows: AcceptedRow[];
  payouts: PreparedPayouts;
  late: RefusedRecord[];
  refuse: (faultOf: (row: AcceptedRow) => IngestError | undefined) => RefusedRecord[];
};

/**
 * Reads a validated file again, from behind line `after` on, and prepares its accepted rows for writing.
 * @throws ClaimLost
 */
export async function* preparedChunks(job: Job, after: number, to: BatchCreation): AsyncGenerator<PreparedChunk> {
  const opened = await openBatchFile(storedFile(job.batch));
  if ("faults" in opened) throw new Error("a file that was validated cannot be read again");
  for await (const chunk of ahead(chunksOf(opened.records))) {
    if (!(await renewLease(batches, job.claim))) throw new ClaimLost();
    if (chunk.lastLine > after)
      yield prepare(
        job,
        opened.header,
        chunk,
        await refusedLines(job.claim, chunk.firstLine, chunk.lastLine),
        after,
        to,
      );
  }
}

function prepare(
  { context }: Job,
  header: Header,
  { records, lastLine }: Chunk,
  settled: ReadonlySet<number>,
  after: number,
  to: BatchCreation,
): PreparedChunk {
  const rows: AcceptedRow[] = [];
  const late: RefusedRecord[] = [];
  const open = records.filter(({ line }) => line > after && !settled.has(line));
  for (const record of open) {
    const judged = judgeRecord(header, record, context);
    if ("refused" in judged) late.push(judged.refused);
    else if (judged.accepted.expiresAt && judged.accepted.expiresAt <= to.now)
      late.push(refuse(header, record, [overdue(header, record)]));
    else rows.push(judged.accepted);
  }
  const refuseFaulty: PreparedChunk["refuse"] = (faultOf) => {
    const faults = new Map(rows.map((row) => [row.line, faultOf(row)]));
    return open.flatMap((record) => {
      const fault = faults.get(record.line);
      return fault ? [refuse(header, record, [fault])] : [];
    });
  };
  return { lastLine, rows, payouts: preparePayouts(rows, to), late, refuse: refuseFaulty };
}

/** Between the validation and an admin's decision, days may pass. */
const overdue = ({ positions }: Header, { line, cells }: Chunk["records"][number]) =>
  ingestError("expires_at_past", {
    line,
    column: "expires_at",
    value: cells[positions.get("expires_at")!]?.trim() ?? "",
  });
