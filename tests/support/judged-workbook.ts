import { judgeAll, readFile } from "@/tests/support/read-batch-file";
import { workbook, type Cell } from "@/tests/support/workbook";

export const context = { now: new Date("2026-11-23T12:00:00Z"), timeZone: "America/New_York" };
export const header = ["recipient_name", "email", "amount", "currency", "reference", "expires_at"];
export const row = (change: { name?: Cell; amount?: Cell; reference?: Cell; expires?: Cell } = {}): Cell[] => [
  change.name ?? "Ada Byron",
  "ada@example.com",
  change.amount ?? { number: "12.5", format: "0.00" },
  "USD",
  change.reference ?? "R1",
  change.expires ?? "",
];

export async function judged(file: Uint8Array, sheet: string | null = null) {
  const read = await readFile(file, { sheet });
  if ("faults" in read) throw new Error(`refused: ${read.faults.map(({ code }) => code).join(", ")}`);
  return judgeAll(read, context);
}
export const refusal = async (file: Uint8Array, sheet: string | null = null) => {
  const read = await readFile(file, { sheet });
  return "faults" in read ? read.faults.map(({ code }) => code) : [];
};
export const codes = async (changed: Cell[]) =>
  (await judged(workbook([header, changed]))).refused.flatMap(({ errors }) => errors.map(({ code }) => code));
