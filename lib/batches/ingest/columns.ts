import { systemActor } from "@/lib/actor";
import { isAddress } from "@/lib/batches/file-format/header-by-content";
import { placed, type ColumnMapping } from "@/lib/batches/file-format/mapping/mapping";
import { notationFaults } from "@/lib/batches/file-format/mapping/notation";
import { lackingColumns, recognized, type Recognized } from "@/lib/batches/file-format/mapping/templates";
import { mappingNotes } from "@/lib/batches/file-format/mapping/words";
import { rememberedMappings } from "@/lib/batches/mapping/queries";
import type { Batch } from "@/lib/batches/queries";
import { firstOfFile, openBatchFile, type FileSource, type OpenedFile } from "@/lib/batches/reading/open-file";
import { isReviewed } from "@/lib/batches/transitions";
import { ingestError, type IngestError, type IngestErrorCode } from "@/lib/ingest-errors/table";
import { payoutField } from "@/lib/payouts/fields/table";
import { storedFile } from "./stored-file";

/** How the columns of a batch's file are read. */
export type ColumnsRead = NonNullable<Batch["columnsRead"]>;
type Opened = (OpenedFile & { columnsRead: ColumnsRead }) | { faults: IngestError[]; asks: boolean };

/** The mapping that a batch is read by; null for our own names. */
export const mappingRead = ({ columnsRead }: Pick<Batch, "columnsRead">): ColumnMapping | null =>
  columnsRead && "mapping" in columnsRead ? columnsRead.mapping : null;

/** How a file was read, for a report: by which mapping, and what else there is to say, in sentences. */
export function readingWords(batch: Pick<Batch, "columnsRead" | "readingNotes">): string[] {
  const mapping = mappingRead(batch);
  return [...(mapping ? mappingNotes(mapping) : []), ...batch.readingNotes];
}

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

/** Whether an admin is asked to say anew how the file is read; without a review there is nobody to ask. */
export const asksHowItIsWritten = (batch: Batch, faults: readonly IngestError[]): boolean =>
  isReviewed(batch) && faults.every(({ code }) => notationFaults.includes(code));

/**
 * Opens the file of a batch: as it was said, else by a mapping that the organization remembers for these columns, else by
 * our own names, else as a file of a known system. `asks`: an admin can say what the columns are.
 * @throws FileFault when its first rows cannot be read
 */
export async function openWithColumns(batch: Batch, requestId: string): Promise<Opened> {
  const source = storedFile(batch);
  if (batch.columnsRead) return openAsSaid(source, batch.columnsRead, isReviewed(batch));
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

async function openAsSaid(source: FileSource, said: ColumnsRead, isAsked: boolean): Promise<Opened> {
  if (said.how === "own_names") {
    const plain = await openBatchFile(source);
    return "faults" in plain ? { ...plain, asks: false } : { ...plain, columnsRead: said };
  }
  if (said.how === "remembered" && said.mapping.header.line === null)
    return { faults: [ingestError("mapping_without_header", { name: said.name })], asks: isAsked };
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
  if (known) return openKnown(source, known, isAsked);
  const asks = isAsked && records.some(({ cells }) => cells.some(isAddress));
  return { faults, asks };
}

async function openKnown(source: FileSource, { name, mapping, says }: Recognized, isAsked: boolean): Promise<Opened> {
  if (mapping === null) return { faults: [ingestError("known_without_email", { name, says })], asks: false };
  if (mapping.header.line === null) return { faults: [ingestError("known_without_header", { name })], asks: isAsked };
  const lacking = lackingColumns(mapping);
  if (lacking.length > 0) {
    const labels = lacking.map((column) => payoutField(column).label.toLowerCase());
    return { faults: [ingestError("mapping_incomplete", { name, lacking: labels.join(", ") })], asks: isAsked };
  }
  return openMapped(source, { how: "template", name, mapping });
}
