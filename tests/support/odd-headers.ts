import fc from "fast-check";
import { templates } from "@/lib/batches/file-format/mapping/templates";
import { columnNames, payoutField, type ColumnName } from "@/lib/payouts/fields/table";

/** A name as people write it: in other letters, spelled apart or together, with marks and spaces around it. */
const spelled = (name: fc.Arbitrary<string>) =>
  fc
    .tuple(
      name,
      fc.constantFrom<(text: string) => string>(
        (text) => text,
        (text) => text.toUpperCase(),
        (text) => text.replaceAll("_", ""),
        (text) => text.replaceAll("_", " "),
        (text) => ` ${text}* `,
        (text) => `${text[0]!.toUpperCase()}${text.slice(1).replaceAll("_", "-")}`,
        (text) => `\u200b${text}:`,
        (text) => text.replace("e", "é"),
      ),
    )
    .map(([text, spell]) => spell(text));

const ourNames = columnNames.flatMap((column) => [
  column,
  ...payoutField(column).aliases,
  ...payoutField(column).headerWords.alone,
]);
const long = "a long name ".repeat(10);
/** Our names in other letters, equal names and such that look numbered, empty ones, long ones, those of other systems, and any text. */
export const oddCell = fc.oneof(
  { weight: 5, arbitrary: spelled(fc.constantFrom(...ourNames)) },
  { weight: 2, arbitrary: fc.constantFrom("", "X", "x", " X", "X #2", "x#2", "column 1", "Column 2", "X (not read)") },
  {
    weight: 1,
    arbitrary: fc.constantFrom(long, `${long}#2`, `${long} #2`, "__proto__", "constructor", "#N/A", "=1+1"),
  },
  { weight: 2, arbitrary: spelled(fc.constantFrom(...templates.flatMap(({ header }) => header))) },
  { weight: 1, arbitrary: fc.constantFrom("First name", "Vorname", "Währung", "Total", "a@b.example", "12,5", "EUR") },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme", maxLength: 12 }) },
);

/** Any header; all of ours in any spelling and order among others; or that of a known system, with changed cells. */
export const oddHeader = fc.oneof(
  fc.array(oddCell, { minLength: 1, maxLength: 12 }),
  withOthers(fc.tuple(...["recipient_name", "email", "amount", "currency", "reference"].map((name) => nameOf(name)))),
  withOthers(fc.constantFrom(...templates.map((template) => [...template.header])), 1),
);

function nameOf(column: string): fc.Arbitrary<string> {
  const { aliases, headerWords } = payoutField(column as ColumnName);
  return spelled(fc.constantFrom(column, column, ...aliases, ...headerWords.alone));
}

function withOthers(cells: fc.Arbitrary<string[]>, most = 6): fc.Arbitrary<string[]> {
  return fc
    .tuple(cells, fc.array(oddCell, { maxLength: most }), fc.infiniteStream(fc.nat()))
    .map(([names, more, order]) => shuffled([...names, ...more], order));
}

/** The list in an order that these numbers give. */
export function shuffled<T>(list: readonly T[], order: Iterator<number>): T[] {
  const placed = list.map((one) => ({ one, at: order.next().value as number }));
  return placed.sort((left, right) => left.at - right.at).map(({ one }) => one);
}
