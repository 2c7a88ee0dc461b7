import { ingestError, type IngestError } from "@/lib/ingest-errors/table";
import type { ColumnName } from "@/lib/payouts/fields/table";
import { dateFormNames, dateForms, isoDate, needsDateForm } from "./date-form";
import { decimalMarkNames, decimalMarks, needsDecimalMark, plainAmount } from "./decimal-mark";
import type { ColumnMapping } from "./mapping";

/** Ways to write a value of one column, of which a file has one. A person says which; it is never guessed. */
type Notation<Way extends string> = {
  ways: readonly Way[];
  names: Record<Way, string>;
  /** The text in the notation of batch files; undefined where it is not written in this way. */
  read: (text: string, way: Way) => string | undefined;
  /** Whether a text means something else, or nothing, until the way is said. */
  needsWay: (text: string) => boolean;
  unsaid: (at: { line: number; value: string }) => IngestError;
  other: (at: { line: number; value: string; said: string; other: string }) => IngestError;
};

const amounts: Notation<(typeof decimalMarks)[number]> = {
  ways: decimalMarks,
  names: decimalMarkNames,
  read: plainAmount,
  needsWay: needsDecimalMark,
  unsaid: (at) => ingestError("decimal_mark_unsaid", { ...at, column: "amount" }),
  other: (at) => ingestError("decimal_mark_other", { ...at, column: "amount" }),
};

const dates: Notation<(typeof dateForms)[number]> = {
  ways: dateForms,
  names: dateFormNames,
  read: isoDate,
  needsWay: needsDateForm,
  unsaid: (at) => ingestError("date_form_unsaid", { ...at, column: "expires_at" }),
  other: (at) => ingestError("date_form_other", { ...at, column: "expires_at" }),
};

/** A value as batch files write it; or why none of its file may be used before a person has said how it is written. */
type Noted = { text: string } | { fault: IngestError };

/**
 * The text of a cell in the notation of batch files. A text that no way can read stays as it is, and is refused later, as
 * in a plain file. One that only another way can read stops the file: other rows may be meant otherwise too.
 */
export function noted(
  column: ColumnName,
  text: string,
  { decimalMark, dateForm }: Pick<ColumnMapping, "decimalMark" | "dateForm">,
  line: number,
): Noted {
  if (column === "amount") return readIn(amounts, decimalMark, line, text);
  return column === "expires_at" ? readIn(dates, dateForm, line, text) : { text };
}

function readIn<Way extends string>(
  { ways, names, read, needsWay, unsaid, other }: Notation<Way>,
  said: Way | null,
  line: number,
  value: string,
): Noted {
  if (said === null) return needsWay(value) ? { fault: unsaid({ line, value }) } : { text: value };
  const text = read(value, said);
  if (text !== undefined) return { text };
  const others = ways.filter((way) => read(value, way) !== undefined).map((way) => names[way]);
  if (others.length === 0) return { text: value };
  return { fault: other({ line, value, said: names[said], other: others.join(" or ") }) };
}
