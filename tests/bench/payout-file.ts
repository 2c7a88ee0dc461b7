import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

const given = [
  "Olivia",
  "Marcus",
  "Denise",
  "Zoë",
  "Íñigo",
  "秀英",
  "Łukasz",
  "Priscilla",
  "فاطمة",
  "Jean-Baptiste",
  "Екатерина",
  "Ruth",
];
const family = [
  "Whitaker",
  "Okonkwo",
  "Lindqvist",
  "O'Rourke",
  "Muñoz",
  "王",
  "Wiśniewska",
  "Hargrove",
  "الحسيني",
  "Sinclair",
  "Кузнецова",
];
const currencies = ["USD", "USD", "USD", "EUR", "GBP", "JPY", "KWD"];
const linesPerWrite = 5_000;

/** Row `index` of a file with only good rows: names in many scripts, some quoted, and a fifth with its own expiry. */
export function payoutLine(index: number): string {
  const first = given[index % given.length]!;
  const last = family[(index * 7) % family.length]!;
  const currency = currencies[(index * 5) % currencies.length]!;
  const amount =
    currency === "JPY"
      ? `${100 + (index % 90_000)}`
      : `${10 + (index % 4_000)}.${String(index % 100).padStart(2, "0")}`;
  const name = index % 9 === 0 ? `"${last}, ${first}"` : `${first} ${last}`;
  const expires = index % 5 === 0 ? dayFromNow(20 + (index % 300)) : "";
  return `${name},recipient.${index}@mail${index % 50}.example.com,${amount},${currency},PAY-${String(index * 2_654_435).slice(-7)}-${index},${expires}\n`;
}

const dayMs = 86_400_000;
const today = Math.floor(Date.now() / dayMs);
const days = new Map<number, string>();

function dayFromNow(offset: number): string {
  const known = days.get(offset) ?? new Date((today + offset) * dayMs).toISOString().slice(0, 10);
  days.set(offset, known);
  return known;
}

function* pieces(rows: number): Generator<string> {
  yield "recipient_name,email,amount,currency,reference,expires_at\n";
  for (let start = 0; start < rows; start += linesPerWrite) {
    const count = Math.min(linesPerWrite, rows - start);
    yield Array.from({ length: count }, (_, offset) => payoutLine(start + offset)).join("");
  }
}

/** Writes a batch file of `rows` good rows. */
export const writePayoutFile = (file: string, rows: number): Promise<void> =>
  pipeline(Readable.from(pieces(rows)), createWriteStream(file));
