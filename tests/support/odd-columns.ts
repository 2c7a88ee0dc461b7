import type { Actor } from "@/lib/actor";
import type { Answers } from "@/lib/batches/file-format/mapping/roles";
import { finishBatch } from "@/lib/batches/ingest/work";
import { chooseColumns } from "@/lib/batches/mapping/mutations";
import { fileOf } from "./batch-files";

/** A file with a title, and columns that are not ours: one row for each amount. */
export const odd = (name: string, ...amounts: string[]) =>
  fileOf(
    [
      "Claims of May;;;;",
      "Surname;Forename;Post to;How much;Case",
      ...amounts.map((amount, index) => `Byron;Ada;ada${index}@example.com;${amount};${name}-${index}`),
    ].join("\n"),
    `${name}.csv`,
  );

/** What an admin says of it. */
export const answers: Answers = {
  headerLine: 2,
  roles: ["last_name", "first_name", "email", "amount", "reference"],
  constants: { currency: "EUR" },
  nameFromAddress: false,
  keepsChosen: false,
  decimalMark: ",",
  dateForm: null,
};

/** Says it, and has the file read. */
export async function choose(actor: Actor, id: string, more: Partial<Answers> = {}, remember: string | null = null) {
  await chooseColumns(actor, id, { ...answers, ...more }, remember);
  return finishBatch(actor, id);
}
