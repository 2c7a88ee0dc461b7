import { maxColumns, maxRecordLength } from "@/lib/batches/file-format/limits";
import { ingestError, type IngestError } from "@/lib/ingest-errors/table";

/** What stops the reading of a file, also in its middle: nothing of the file may be used. */
export class FileFault extends Error {
  constructor(readonly faults: IngestError[]) {
    super(`unreadable file: ${faults.map(({ code }) => code).join(", ")}`);
    this.name = "FileFault";
  }
}

export const tooManyColumns = (line: number) =>
  new FileFault([ingestError("too_many_columns", { line, limit: maxColumns.toLocaleString("en-US") })]);

export const recordTooLong = (line: number) =>
  new FileFault([ingestError("record_too_long", { line, limit: maxRecordLength.toLocaleString("en-US") })]);
