import { systemActor } from "@/lib/actor";
import { isAddress } from "@/lib/batches/file-format/header-by-content";
import { needsDecimalMark } from "@/lib/batches/file-format/mapping/decimal-mark";
import { placed, type ColumnMapping, type HeadRecord } from "@/lib/batches/file-format/mapping/mapping";
import { placesOf } from "@/lib/batches/file-format/mapping/apply";
import { lackingColumns, recognized, type Recognized } from "@/lib/batches/file-format/mapping/templates";
import { rememberedMappings } from "@/lib/batches/mapping/queries";
import type { Batch } from "@/lib/batches/queries";
import { firstOfFile, openBatchFile, type FileSource, type OpenedFile } from "@/lib/batches/reading/open-file";
import { isReviewed } from "@/lib/batches/transitions";
import { ingestError, type IngestError, type IngestErrorCode } from "@/lib/ingest-errors/table";
import { storedFile } from "./stored-file";

/** How the columns of a batch's file are read. */
export type ColumnsRead = NonNullable<Batch["columnsRead"]>;
type Opened = (OpenedFile & { columnsRead: ColumnsRead }) | { faults: IngestError[]; asks: boolean };

/** The mapping that a batch is read by; null for our own names. */
export const mappingRead = ({ columnsRead }: Pick<Batch, "columnsRead">): ColumnMapping | null =>
  columnsRead && "mapping" in columnsRead ? columnsRead.mapping : null;

/** What a person can help with who sees the first rows. */
const headerFaults: readonly IngestErrorCode[] = [
  "no_header",
  "header_missing",
  "missing_column",
  "missing_email_column",
  "misspelled_column",
  "split_column",
  "duplicate_column",
];

/**
 * Opens the file of a batch: as it was said, else by a mapping that the organization remembers for these columns, else by
 * our own names, else as a file of a known system. `asks`: an admin can say what the columns are.
 * @throws FileFault when its first rows cannot be read
 */
export async function openWithColumns(batch: Batch, requestId: string): Promise<Opened> {
  const source = storedFile(batch);
  if (batch.columnsRead) return openAsSaid(source, batch.columnsRead);
  const remembered = await rememberedMappings(systemActor(batch.organizationId, requestId));
  if (remembered.length > 0) {
    const records = await firstOfFile(source);
    // Without a header nothing tells one amount of a row from another: such a file is always asked about.
    for (const { name, mapping } of remembered.filter(({ mapping: one }) => one.header.line !== null)) {
      const fitting = placed(mapping, records);
      if (fitting) return openMapped(source, { how: "remembered", name, mapping: fitting });
    }
  }
  const plain = await openBatchFile(source);
  if (!("faults" in plain)) return { ...plain, columnsRead: { how: "own_names" } };
  if (!plain.faults.every(({ code }) => headerFaults.includes(code))) return { ...plain, asks: false };
  return openUnknown(source, plain.faults, isReviewed(batch));
}

async function openAsSaid(source: FileSource, said: ColumnsRead): Promise<Opened> {
  if (said.how === "own_names") {
    const plain = await openBatchFile(source);
    return "faults" in plain ? { ...plain, asks: false } : { ...plain, columnsRead: said };
  }
  const mapping = placed(said.mapping, await firstOfFile(source));
  if (mapping) return openMapped(source, { ...said, mapping });
  return { faults: [ingestError("mapping_other_columns", { name: said.name })], asks: false };
}

async function openMapped(
  source: FileSource,
  columnsRead: Exclude<ColumnsRead, { how: "own_names" }>,
): Promise<Opened> {
  const opened = await openBatchFile({ ...source, mapping: columnsRead.mapping });
  return "faults" in opened ? { ...opened, asks: false } : { ...opened, columnsRead };
}

/** A file whose header is not ours. A person is asked only where some column holds addresses. */
async function openUnknown(source: FileSource, faults: IngestError[], isAsked: boolean): Promise<Opened> {
  const records = await firstOfFile(source);
  const known = recognized(records);
  if (known) return openKnown(source, records, known, isAsked);
  const asks = isAsked && records.some(({ cells }) => cells.some(isAddress));
  return { faults, asks };
}

async function openKnown(
  source: FileSource,
  records: readonly HeadRecord[],
  { name, mapping, says }: Recognized,
  isAsked: boolean,
): Promise<Opened> {
  if (mapping === null) return { faults: [ingestError("known_without_email", { name, says })], asks: false };
  if (mapping.header.line === null)
    return { faults: [ingestError("mapping_incomplete", { name, lacking: "header" })], asks: isAsked };
  const lacking = lackingColumns(mapping);
  if (lacking.length > 0)
    return { faults: [ingestError("mapping_incomplete", { name, lacking: lacking.join(", ") })], asks: isAsked };
  const amount = amountNeedingMark(mapping, records);
  if (amount !== undefined && isAsked)
    return { faults: [ingestError("decimal_mark_unsaid", { column: "amount", value: amount })], asks: true };
  return openMapped(source, { how: "template", name, mapping });
}

/** The first amount among these records that says nothing certain without a decimal mark. */
export function amountNeedingMark(mapping: ColumnMapping, records: readonly HeadRecord[]): string | undefined {
  const place = new Map(placesOf(mapping)).get("amount")?.[0] ?? -1;
  const amounts = records
    .filter(({ line }) => line > (mapping.header.line ?? 0))
    .map(({ cells }) => cells[place] ?? "");
  return amounts.find(needsDecimalMark);
}
