import { columnNames, payoutField } from "@/lib/payouts/fields/table";
import { dateFormNames } from "./date-form";
import { decimalMarkNames } from "./decimal-mark";
import { nameOfCell, type ColumnMapping, type Source } from "./mapping";

/** How a mapping read one file in which it was placed, in sentences: where its header is, and what is taken from where. */
export const mappingNotes = (mapping: ColumnMapping): string[] => [
  headerWords(mapping),
  `${takenFrom(mapping)
    .map(({ label, from }) => `${label}: ${from}`)
    .join("; ")}.`,
  ...notationWords(mapping),
];

/** Where the header of a file stands, in a sentence. */
export const headerWords = ({ header: { line } }: ColumnMapping): string =>
  line === null ? "The file has no header." : `The header stands on line ${line}.`;

/** Each column of ours that a mapping fills, by its label, and where its value comes from. */
export const takenFrom = ({ columns, header }: ColumnMapping): { label: string; from: string }[] =>
  columnNames.flatMap((column) => {
    const source = columns[column];
    if (source === undefined) return [];
    return [{ label: payoutField(column).label, from: sourceWords(source, (key) => `“${nameOfCell(header, key)}”`) }];
  });

/** The header's cells that make none of our columns, as they are written. */
export function otherColumns({ columns, header }: ColumnMapping): string[] {
  const used = Object.values(columns).flatMap((source) => {
    if (source?.from === "cells") return source.keys;
    return source?.from === "chosen" ? [source.by, ...Object.values(source.of)] : [];
  });
  return header.keys.filter((key) => !used.includes(key)).map((key) => nameOfCell(header, key));
}

/** How a mapping reads amounts and dates that are written otherwise than ours, in sentences. */
export const notationWords = ({ decimalMark, dateForm }: ColumnMapping): string[] => [
  ...(decimalMark === null
    ? []
    : [`The ${decimalMarkNames[decimalMark]} separates decimals: ${example[decimalMark]}.`]),
  ...(dateForm === null ? [] : [`${payoutField("expires_at").label} is written as ${dateFormNames[dateForm]}.`]),
];

const example = { ".": "1,234.56 means 1234.56", ",": "1.234,56 means 1234.56" };

function sourceWords(source: Source, nameOf: (key: string) => string): string {
  switch (source.from) {
    case "cells":
      return source.keys.map(nameOf).join(" and ");
    case "chosen": {
      const cases = Object.entries(source.of).map(([word, key]) => `${nameOf(key)} for “${word}”`);
      return `${cases.join(", ")} in ${nameOf(source.by)}`;
    }
    case "constant":
      return `${source.text} in every row`;
    case "address":
      return "the words before the @ of the email address";
  }
}
