import { ingestError, type IngestError, type IngestErrorCode } from "@/lib/ingest-errors/table";
import type { ColumnName } from "@/lib/payouts/fields/table";
import { dateFormNames, dateForms, isoDate, needsDateForm } from "./date-form";
import { decimalMarkNames, decimalMarks, needsDecimalMark, plainAmount } from "./decimal-mark";
import type { ColumnMapping } from "./mapping";

type Said = Pick<ColumnMapping, "decimalMark" | "dateForm">;

/** A value as batch files write it; or why none of its file may be used before a person has said how it is written. */
type Noted = { text: string } | { fault: IngestError };

/** Ways to write the values of a column, of which a file has one. A person says which; it is never guessed. */
type Ways<Way extends string> = {
  ways: readonly Way[];
  names: Record<Way, string>;
  /** The way that a person said. */
  said: (said: Said) => Way | null;
  /** The text in the notation of batch files; undefined where it is not written in this way. */
  read: (text: string, way: Way) => string | undefined;
  /** Whether a text means something else, or nothing, until the way is said. */
  needsWay: (text: string) => boolean;
  /** What stops a file until the way is said, and one with a value that only another way can read. */
  faults: { unsaid: "decimal_mark_unsaid" | "date_form_unsaid"; other: "decimal_mark_other" | "date_form_other" };
};

type Notation = {
  faults: IngestErrorCode[];
  noted: (column: ColumnName, text: string, said: Said, line: number) => Noted;
};

const notations: Partial<Record<ColumnName, Notation>> = {
  amount: notation({
    ways: decimalMarks,
    names: decimalMarkNames,
    said: ({ decimalMark }) => decimalMark,
    read: plainAmount,
    needsWay: needsDecimalMark,
    faults: { unsaid: "decimal_mark_unsaid", other: "decimal_mark_other" },
  }),
  expires_at: notation({
    ways: dateForms,
    names: dateFormNames,
    said: ({ dateForm }) => dateForm,
    read: isoDate,
    needsWay: needsDateForm,
    faults: { unsaid: "date_form_unsaid", other: "date_form_other" },
  }),
};

/** What a person can help with who says how the values of a file are written. It is found while rows are read. */
export const notationFaults: readonly IngestErrorCode[] = Object.values(notations).flatMap(({ faults }) => faults);

/**
 * The text of a cell in the notation of batch files. A text that no way can read stays as it is, and is refused later, as
 * in a plain file. One that only another way can read stops the file: other rows may be meant otherwise too.
 */
export const noted = (column: ColumnName, text: string, said: Said, line: number): Noted =>
  notations[column]?.noted(column, text, said, line) ?? { text };

function notation<Way extends string>({ ways, names, said, read, needsWay, faults }: Ways<Way>): Notation {
  return {
    faults: Object.values(faults),
    noted: (column, value, answers, line) => {
      const at = { line, value, column };
      const way = said(answers);
      if (way === null) return needsWay(value) ? { fault: ingestError(faults.unsaid, at) } : { text: value };
      const text = read(value, way);
      if (text !== undefined) return { text };
      const others = ways.filter((one) => read(value, one) !== undefined).map((one) => names[one]);
      if (others.length === 0) return { text: value };
      return { fault: ingestError(faults.other, { ...at, said: names[way], other: others.join(" or ") }) };
    },
  };
}
