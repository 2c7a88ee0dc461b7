import { expect } from "vitest";
import type { ColumnName } from "@/lib/payouts/fields/table";
import type { AcceptedRow } from "@/lib/batches/rules/duplicates";
import { currencyDigits } from "@/lib/money";

export type PlainRecord = { line: number; cells: string[] };

/**
 * The records of a well-formed comma-separated text, read one character at a time: an oracle that shares nothing with
 * the product's reader. Blank records, whose cells are all empty, are only counted; the header is the first of the
 * others.
 */
export function plainRecords(text: string): { records: PlainRecord[]; blank: number } {
  const records: PlainRecord[] = [];
  let [blank, line, start, cell, quoted] = [0, 1, 1, "", false];
  let cells: string[] = [];
  const endCell = () => {
    cells.push(cell.trim());
    cell = "";
  };
  const endRecord = () => {
    endCell();
    if (cells.every((one) => one === "")) blank++;
    else records.push({ line: start, cells });
    cells = [];
  };
  for (let at = 0; at < text.length; at++) {
    const [character, next] = [text[at]!, text[at + 1]];
    const endsLine = character === "\n" || (character === "\r" && next !== "\n");
    if (endsLine) line++;
    if (quoted && character === '"' && next === '"') cell += text[at++];
    else if (character === '"' && (quoted || cell.trim() === "")) quoted = !quoted;
    else if (!quoted && character === ",") endCell();
    else if (!quoted && endsLine) {
      endRecord();
      start = line;
    } else cell += character;
  }
  if (cell !== "" || cells.length > 0) endRecord();
  return { records, blank };
}

/** The text of a UTF-8 file, with or without a byte order mark; null for a UTF-16 file. */
export const plainText = (bytes: Uint8Array): string | null =>
  [0xfe, 0xff].includes(bytes[0] ?? 0) ? null : new TextDecoder().decode(bytes);

/** Each value of a payout equals the cell of its line. */
export function expectSameAsSource(
  row: AcceptedRow,
  record: PlainRecord,
  positions: ReadonlyMap<ColumnName, number>,
  timeZone: string,
): void {
  const cell = (column: ColumnName) => record.cells[positions.get(column) ?? -1] ?? "";
  expect({
    line: row.line,
    name: row.recipientName,
    email: row.recipientEmail,
    currency: row.currency,
    reference: row.reference,
    code: row.verificationCode ?? "",
  }).toEqual({
    line: record.line,
    name: cell("recipient_name"),
    email: cell("email"),
    currency: cell("currency").toUpperCase(),
    reference: cell("reference"),
    code: cell("verification_code"),
  });
  expect(minorUnits(cell("amount"), row.currency)).toBe(row.amountMinor);
  expect(expiryOf(row, cell("expires_at"), timeZone)).toBe(cell("expires_at"));
}

function minorUnits(amount: string, currency: string): bigint | undefined {
  const [, whole, fraction = ""] = /^(\d+)(?:\.(\d+))?$/.exec(amount) ?? [];
  return whole === undefined ? undefined : BigInt(whole + fraction.padEnd(currencyDigits(currency)!, "0"));
}

/** The expiry in the form of the cell: a day, which ends in the organization's zone, or an instant. */
function expiryOf({ expiresAt }: AcceptedRow, cell: string, timeZone: string): string {
  if (expiresAt === null) return "";
  if (!/^\d{4}-\d{2}-\d{2}$/.test(cell))
    return new Date(cell).getTime() === expiresAt.getTime() ? cell : expiresAt.toISOString();
  const day = (instant: number) => new Intl.DateTimeFormat("en-CA", { timeZone }).format(instant);
  return day(expiresAt.getTime()) === day(expiresAt.getTime() + 1) ? "not the end of a day" : day(expiresAt.getTime());
}
