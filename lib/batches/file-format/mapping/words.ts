import { columnNames, payoutField, requiredColumns } from "@/lib/payouts/fields/table";
import { dateFormNames } from "./date-form";
import { decimalMarkNames } from "./decimal-mark";
import { type ColumnMapping, type HeadRecord, type Source } from "./mapping";

/** What a mapping reads of one file, in sentences: where its header is, and what is taken from where. */
export function mappingNotes(mapping: ColumnMapping, head: HeadRecord): string[] {
  const hasHeader = mapping.header.line !== null;
  const written = new Map(mapping.header.keys.map((key, index) => [key, hasHeader ? head.cells[index] : undefined]));
  const header = hasHeader ? `The header stands on line ${head.line}.` : "The file has no header.";
  return [header, ...mappingWords(mapping, (key) => written.get(key) || nameOfKey(mapping, key))];
}

/** What a mapping takes from where, and how it reads amounts and dates, in sentences. */
export function mappingWords(mapping: ColumnMapping, nameOf = (key: string) => nameOfKey(mapping, key)): string[] {
  const taken = columnNames.flatMap((column) => {
    const source = mapping.columns[column];
    return source === undefined ? [] : [`${column} ${sourceWords(source, nameOf)}`];
  });
  const lacking = requiredColumns.filter((column) => mapping.columns[column]?.from === "constant");
  const { decimalMark, dateForm } = mapping;
  return [
    `Taken: ${taken.join("; ")}.`,
    ...(lacking.length > 0 ? [`The file has no ${lacking.join(", ")}: every row has the same.`] : []),
    ...(decimalMark === null
      ? []
      : [`The ${decimalMarkNames[decimalMark]} separates decimals: ${example[decimalMark]}.`]),
    ...(dateForm === null ? [] : [`Dates of ${payoutField("expires_at").label} are ${dateFormNames[dateForm]}.`]),
  ];
}

/** What a cell is called where its header is not at hand. */
const nameOfKey = ({ header: { line, keys } }: ColumnMapping, key: string): string =>
  line === null ? `column ${keys.indexOf(key) + 1}` : key;

const example = { ".": "1,234.56 means 1234.56", ",": "1.234,56 means 1234.56" };

function sourceWords(source: Source, nameOf: (key: string) => string): string {
  switch (source.from) {
    case "cells":
      return `from ${source.keys.map(nameOf).join(" + ")}`;
    case "chosen": {
      const cases = Object.entries(source.of).map(([word, key]) => `${nameOf(key)} for “${word}”`);
      return `from ${cases.join(", ")} in ${nameOf(source.by)}`;
    }
    case "constant":
      return `is ${source.text} in every row`;
    case "address":
      return "made of the address";
  }
}
