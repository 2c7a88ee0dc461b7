import type { ColumnMapping } from "@/lib/batches/file-format/mapping/mapping";
import { mappingOf, type Answers } from "@/lib/batches/file-format/mapping/roles";
import { faultsAmong } from "@/lib/batches/file-format/mapping/apply";
import type { UserActor } from "@/lib/actor";
import { storedFile } from "@/lib/batches/ingest/stored-file";
import { FileFault } from "@/lib/batches/reading/file-fault";
import { openBatchFile } from "@/lib/batches/reading/open-file";
import type { FileRecord } from "@/lib/batches/reading/records";
import { FileJudge, rowValues } from "@/lib/batches/rules/judge";
import { currentMoment } from "@/lib/moment";
import type { IngestError } from "@/lib/ingest-errors/table";
import type { RowValues } from "@/lib/payouts/fields/table";
import { rowsLookedAt } from "./held-excerpts";
import { firstRowsOf, headOf, recordsUnder, type FirstRows } from "./table";

/** A row as it would be read; `faults` in words, empty where it would become a payout. */
type PreviewRow = { line: number; values: RowValues; faults: string[] };
/**
 * `judged`: how many of the first rows were looked at, of which `refused` would be refused. `below`: the first of these
 * that are not among `rows`. `hidden`: how many the sheet does not show, where nobody has said whether they are meant.
 */
type PreviewFigures = { judged: number; refused: number; hidden: number };
export type Preview =
  | { problems: string[] }
  | ({ rows: PreviewRow[]; below: Pick<PreviewRow, "line" | "faults">[] } & PreviewFigures);

const rowsShown = 10;
const refusedShownBelow = 3;

/**
 * How the first rows of a file would be read under these answers; changes nothing.
 * @throws DomainError as `firstRowsOf`
 */
export async function previewColumns(actor: UserActor, id: string, answers: Answers): Promise<Preview> {
  const first = await firstRowsOf(actor, id);
  const said = await answeredMapping(first, answers);
  return "problems" in said ? said : read(actor, first, said.mapping);
}

/** The mapping that answers make of this file, or everything that keeps it from being read by them. */
export async function answeredMapping(
  first: FirstRows,
  answers: Answers,
): Promise<{ mapping: ColumnMapping } | { problems: string[] }> {
  const head = headOf(first.records, answers.headerLine);
  if (!head || head.cells.length !== answers.roles.length)
    return { problems: ["Choose first where the header stands, and reload the page."] };
  const made = mappingOf(answers, head, first.before?.mapping);
  if ("problems" in made) return made;
  const { mapping } = made;
  const faults = faultsAmong(mapping, await recordsUnder(first, mapping));
  return faults.length > 0 ? { problems: faults.map(inWords) } : { mapping };
}

const inWords = ({ message, suggestion }: IngestError) => `${message} ${suggestion}`;

async function read(actor: UserActor, { batch, excerpt }: FirstRows, mapping: ColumnMapping): Promise<Preview> {
  const opened = await openBatchFile({ ...storedFile(batch), excerpt, mapping });
  if ("faults" in opened) return { problems: opened.faults.map(({ message }) => message) };
  const records: FileRecord[] = [];
  try {
    for await (const piece of opened.records) if (records.push(...piece.records) >= rowsLookedAt) break;
  } catch (error) {
    if (!(error instanceof FileFault)) throw error;
    return { problems: error.faults.map(inWords) };
  }
  const looked = records.slice(0, rowsLookedAt);
  const judge = new FileJudge(batch.organizationId, opened.header, await currentMoment(actor));
  const { refused } = judge.judgeByFile(looked, () => undefined);
  const faults = new Map(refused.map(({ line, errors }) => [line, errors.map(({ message }) => message)]));
  const last = looked[rowsShown - 1]?.line ?? Infinity;
  return {
    below: refused
      .filter(({ line }) => line > last)
      .slice(0, refusedShownBelow)
      .map(({ line }) => ({ line, faults: faults.get(line)! })),
    rows: looked.slice(0, rowsShown).map((record) => ({
      line: record.line,
      values: rowValues(opened.header, record),
      faults: faults.get(record.line) ?? [],
    })),
    judged: looked.length,
    refused: refused.length,
    hidden: batch.hiddenRows === null ? opened.notes.hiddenRowCount : 0,
  };
}
