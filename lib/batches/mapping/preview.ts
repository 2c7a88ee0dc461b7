import { needsDateForm } from "@/lib/batches/file-format/mapping/date-form";
import type { ColumnMapping } from "@/lib/batches/file-format/mapping/mapping";
import { mappingOf, type Answers } from "@/lib/batches/file-format/mapping/roles";
import { placesOf } from "@/lib/batches/file-format/mapping/apply";
import type { UserActor } from "@/lib/actor";
import { amountNeedingMark } from "@/lib/batches/ingest/columns";
import { storedFile } from "@/lib/batches/ingest/stored-file";
import type { BatchDetail } from "@/lib/batches/queries";
import { FileFault } from "@/lib/batches/reading/file-fault";
import { openBatchFile } from "@/lib/batches/reading/open-file";
import type { FileRecord } from "@/lib/batches/reading/records";
import { FileJudge, rowValues } from "@/lib/batches/rules/judge";
import { currentMoment } from "@/lib/moment";
import type { RowValues } from "@/lib/payouts/fields/table";
import { firstRowsOf, headOf, type FirstRows } from "./table";

/** A row as it would be read; `faults` in words, empty where it would become a payout. */
type PreviewRow = { line: number; values: RowValues; faults: string[] };
/** `judged`: how many of the first rows were looked at, of which `refused` would be refused. */
export type Preview = { problems: string[] } | { rows: PreviewRow[]; judged: number; refused: number };

const rowsShown = 10;
const rowsJudged = 1_000;

/**
 * How the first rows of a file would be read under these answers; changes nothing.
 * @throws DomainError as `firstRowsOf`
 */
export async function previewColumns(actor: UserActor, id: string, answers: Answers): Promise<Preview> {
  const first = await firstRowsOf(actor, id);
  const said = answeredMapping(first, answers);
  return "problems" in said ? said : read(actor, first.batch, said.mapping);
}

/** The mapping that answers make of this file, or everything that keeps it from being read by them. */
export function answeredMapping(
  { records, before }: FirstRows,
  answers: Answers,
): { mapping: ColumnMapping } | { problems: string[] } {
  const head = headOf(records, answers.headerLine);
  if (!head || head.cells.length !== answers.roles.length)
    return { problems: ["Choose first where the header stands, and reload the page."] };
  const made = mappingOf(answers, head, before?.mapping);
  if ("problems" in made) return made;
  const { mapping } = made;
  const amount = mapping.decimalMark === null ? amountNeedingMark(mapping, records) : undefined;
  const expiry = new Map(placesOf(mapping)).get("expires_at")?.[0] ?? -1;
  const dates = records.filter(({ line }) => line > (mapping.header.line ?? 0)).map(({ cells }) => cells[expiry] ?? "");
  const date = mapping.dateForm === null ? dates.find(needsDateForm) : undefined;
  const problems = [
    ...(amount === undefined ? [] : [`Say which mark separates decimals: “${amount}” does not show it.`]),
    ...(date === undefined ? [] : [`Say how dates are written: “${date}” does not show it.`]),
  ];
  return problems.length > 0 ? { problems } : { mapping };
}

async function read(actor: UserActor, batch: BatchDetail, mapping: ColumnMapping): Promise<Preview> {
  const opened = await openBatchFile({ ...storedFile(batch), mapping });
  if ("faults" in opened) return { problems: opened.faults.map(({ message }) => message) };
  const records: FileRecord[] = [];
  try {
    for await (const piece of opened.records) if (records.push(...piece.records) >= rowsJudged) break;
  } catch (error) {
    if (!(error instanceof FileFault)) throw error;
    return { problems: error.faults.map(({ message, suggestion }) => `${message} ${suggestion}`) };
  }
  const looked = records.slice(0, rowsJudged);
  const judge = new FileJudge(batch.organizationId, opened.header, await currentMoment(actor));
  const { refused } = judge.judgeByFile(looked, () => undefined);
  const faults = new Map(refused.map(({ line, errors }) => [line, errors.map(({ message }) => message)]));
  return {
    rows: looked.slice(0, rowsShown).map((record) => ({
      line: record.line,
      values: rowValues(opened.header, record),
      faults: faults.get(record.line) ?? [],
    })),
    judged: looked.length,
    refused: refused.length,
  };
}
