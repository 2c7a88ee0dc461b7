import { ingestError } from "@/lib/ingest-errors/table";
import type { Cell, Checked } from "./field";

/** Any text, as it is written. */
export const readText = (cell: Cell): Checked<string> => ({ value: cell.value });

/** The organization's own name for a payout. */
export const readReference = (cell: Cell): Checked<string> =>
  isShortened(cell.value) ? { fault: ingestError("reference_exponent", cell) } : { value: cell.value };

/** A long number as a spreadsheet shortens it. */
export const isShortened = (text: string): boolean => /^\d([.,]\d+)?E\+\d+$/i.test(text);
