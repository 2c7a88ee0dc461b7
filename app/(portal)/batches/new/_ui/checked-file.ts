import type { IngestError, ReasonCount } from "@/lib/batches/ingest-errors";
import type { BatchPreview, FileRefused } from "@/lib/batches/mutations";
import { aboutRow } from "@/lib/batches/row-words";
import { formatMoney } from "@/lib/money";
import type { RefusedRowView } from "../../_ui/refused-rows";

export type FileFault = Pick<IngestError, "message" | "suggestion">;

/** What the upload page shows of a checked file: only text and counts, because it travels to the browser. */
export type CheckedFile =
  | { kind: "refused"; fileName: string; faults: FileFault[] }
  /** An earlier upload of this very file made this batch. */
  | { kind: "known"; fileName: string; batchId: string; batchName: string }
  | {
      kind: "preview";
      fileName: string;
      records: number;
      accepted: number;
      refused: number;
      totals: { currency: string; count: number; amount: string }[];
      reasons: ReasonCount[];
      refusedRows: RefusedRowView[];
      ignoredColumns: readonly string[];
    };

export function checkedFile(fileName: string, result: BatchPreview | FileRefused): CheckedFile {
  if ("fileFaults" in result) return { kind: "refused", fileName, faults: result.fileFaults.map(({ message, suggestion }) => ({ message, suggestion })) };
  const { sameAs, ...preview } = result;
  if (sameAs) return { kind: "known", fileName, batchId: sameAs.id, batchName: sameAs.fileName };
  return {
    ...preview,
    kind: "preview",
    totals: preview.totals.map(({ currency, count, amountMinor }) => ({ currency, count, amount: formatMoney(amountMinor, currency) })),
    refusedRows: preview.refusedRows.map(({ line, values, errors }) => ({ line, about: aboutRow(values), faults: errors.map(faultView) })),
  };
}

const faultView = ({ column, value, message, suggestion }: IngestError) => ({ column, value, message, suggestion, payoutId: null });
