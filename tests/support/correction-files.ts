import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import type { Actor } from "@/lib/actor";
import { applyCorrectionFile } from "@/lib/batches/repair/correction-file";
import { refusedRowsFile } from "@/lib/batches/repair/refused-rows-file";
import type { RepairTally } from "@/lib/batches/repair/tally";
import { file, row } from "./batch-files";

export type Line = Record<string, string>;

/** With its byte order mark, which a response's text() would remove. */
export const textOf = async (actor: Actor, batchId: string) =>
  Buffer.from(await new Response(await refusedRowsFile(actor, batchId)).arrayBuffer()).toString("utf8");
export const read = (text: string): Line[] => parse(text, { bom: true, columns: true });
export const downloaded = async (actor: Actor, batchId: string) => read(await textOf(actor, batchId));
const bytesOf = (lines: readonly Line[]) =>
  new TextEncoder().encode(stringify([...lines], { header: true, columns: Object.keys(lines[0]!) }));

export async function correct(
  actor: Actor,
  batchId: string,
  lines: readonly Line[],
  options = {},
): Promise<RepairTally> {
  const result = await applyCorrectionFile(actor, batchId, bytesOf(lines), options);
  if ("fileFaults" in result) throw new Error(result.fileFaults[0]?.message);
  return result;
}

export const codesOf = (tally: RepairTally) =>
  tally.examples.map(({ line, faults }) => [line, faults.map(({ code }) => code)]);

/** Lines 3 to 6 are refused. */
export const faulty = () =>
  file(row("R1"), row("B1", "55,53"), row("B2", "-1"), row("B3", "3.00", "nobody"), row("B4", "4,00"));
