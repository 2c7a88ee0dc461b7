import { databaseNow } from "@/lib/time";
import { db } from "@/db/client";
import type { RefusedRecord } from "./cells";
import { Duplicates, type Repetition } from "./duplicates";
import type { At } from "@/lib/moment";
import { FirstLines } from "./first-lines";
import type { Header } from "@/lib/batches/file-format/header";
import { judgeRecord, type AcceptedRow, type JudgeContext } from "./judge";
import type { FileRecord } from "@/lib/batches/reading/records";
import { usedReferences } from "./references";

export type Judged = { accepted: AcceptedRow[]; refused: RefusedRecord[] };

/** Judges the records of one file in their order; it remembers of each what later ones are held against. */
export class FileJudge {
  #organizationId: string;
  #header: Header;
  #context: At;
  #references = new FirstLines();
  #duplicates = new Duplicates();

  constructor(organizationId: string, header: Header, context: At) {
    this.#organizationId = organizationId;
    this.#header = header;
    this.#context = context;
  }

  /** @returns what becomes of each record, and which of the accepted ones repeat another payout */
  async judge(records: readonly FileRecord[]): Promise<Judged & { repetitions: Repetition[] }> {
    const position = this.#header.positions.get("reference") ?? -1;
    const used = await usedReferences(
      this.#organizationId,
      records.map(({ cells }) => cells[position]?.trim() ?? ""),
    );
    const judged = this.hold(records, (reference) => used.has(reference));
    return {
      ...judged,
      repetitions: await this.#duplicates.find(this.#organizationId, judged.accepted, await databaseNow(db)),
    };
  }

  /** For records that were judged before: those on the given lines were refused. */
  remember(records: readonly FileRecord[], refused: ReadonlySet<number>): void {
    const { accepted } = this.hold(records, () => false);
    for (const row of accepted) if (!refused.has(row.line)) this.#duplicates.earlier(row);
  }

  /**
   * What becomes of each record, as far as the file alone tells and `used`: whether a payout has a reference already.
   */
  hold(records: readonly FileRecord[], used: (reference: string) => boolean): Judged {
    const firstLine = (reference: string, line: number) => this.#references.earlier(reference, line);
    const context: JudgeContext = { ...this.#context, references: { used, firstLine } };
    const judged: Judged = { accepted: [], refused: [] };
    for (const record of records) {
      const outcome = judgeRecord(this.#header, record, context);
      if ("accepted" in outcome) judged.accepted.push(outcome.accepted);
      else judged.refused.push(outcome.refused);
    }
    return judged;
  }
}
