import type { refusedRows } from "@/db/schema/refused_rows";
import { ingestError, type IngestError } from "@/lib/ingest-errors/table";
import { readRow } from "@/lib/payouts/fields/read-row";
import { differenceWords } from "@/lib/batches/rules/references";
import type { RowValues } from "@/lib/payouts/fields/table";
import type { Random } from "./random";
import type { IngestErrorRow } from "./scene";

export type RefusedRow = typeof refusedRows.$inferInsert;
type Cells = Required<Pick<RowValues, "recipient_name" | "email" | "amount" | "currency" | "reference">>;

const withDecimalComma = ({ amount }: Cells): RowValues => ({
  amount: amount.includes(".") ? amount.replace(".", ",") : `${amount},00`,
});

/** How people spoil a row, and how often. The last is no slip of the row itself: it was in an earlier file already. */
const slips: readonly (readonly [(cells: Cells) => RowValues, number])[] = [
  [({ email }) => ({ email: email.replace("@", " at ") }), 5],
  [({ email }) => ({ email: email.replace(/\.\w+$/, "") }), 4],
  [({ email }) => ({ email: `${email};office@example.com` }), 1],
  [withDecimalComma, 5],
  [({ amount }) => ({ amount: `$${amount}` }), 3],
  [({ amount }) => ({ amount: `-${amount}` }), 2],
  [({ amount }) => ({ amount: `1,${amount.padStart(6, "0")}` }), 3],
  [() => ({ currency: "US DOLLAR" }), 2],
  [() => ({ currency: "$" }), 1],
  [() => ({ recipient_name: "" }), 3],
  [() => ({ recipient_name: "", email: "" }), 2],
  [() => ({ expires_at: "03/04/2027" }), 2],
  [({ reference }) => ({ reference }), 4],
];

/** The earlier row was of somebody else. */
const otherPerson = differenceWords(["recipient_name", "email", "amount"]);

type Refusal = {
  random: Random;
  organizationId: string;
  batchId: string;
  timeZone: string;
  line: number;
  at: number;
  cells: Cells;
  spoiled: boolean;
  earlierReference: string;
};

/** A record that did not become a payout, with the faults the product finds in it. */
export function refuse({
  random,
  organizationId,
  batchId,
  timeZone,
  line,
  at,
  cells,
  spoiled,
  earlierReference,
}: Refusal): { row: RefusedRow; errors: IngestErrorRow[] } {
  const slipped = { ...cells, ...(spoiled ? withDecimalComma : random.weighted(slips))(cells) };
  const checked = readRow(slipped, line, { now: new Date(at), timeZone });
  const sound = !("faults" in checked);
  const values = sound ? { ...slipped, reference: earlierReference } : slipped;
  const row = { organizationId, id: random.id(at), batchId, line, values, createdAt: new Date(at) };
  const errors = sound
    ? [ingestError("reference_used", { line, column: "reference", value: earlierReference, rest: otherPerson })]
    : checked.faults;
  return { row, errors: errors.map((fault) => errorRow(random, row, at, fault)) };
}

function errorRow(random: Random, row: RefusedRow, at: number, { code, ...fault }: IngestError): IngestErrorRow {
  return {
    ...fault,
    code,
    organizationId: row.organizationId,
    id: random.id(at),
    batchId: row.batchId,
    refusedRowId: row.id,
    // Whether a reference is free is only known when the row is about to become a payout.
    stage: code === "reference_used" ? "processing" : "validation",
    occurredAt: new Date(at),
  };
}
