import { createHash } from "node:crypto";
import { isUniqueViolation, transaction } from "@/db/client";
import { assertAdmin, type Actor } from "@/lib/actor";
import { sheetMark, storedFile } from "@/lib/batches/ingest/stored-file";
import { lockBatch, nothingValidated } from "@/lib/batches/mutations";
import { getBatch, type Batch } from "@/lib/batches/queries";
import { moveBatch } from "@/lib/batches/transition";
import { DomainError } from "@/lib/errors";
import { assertFileKept, excerptOfBatch } from "./table";

/**
 * Says which worksheet of a batch's file is read; safe to repeat. The batch is then checked as if it had just arrived, and reviewed.
 * @throws DomainError `forbidden`, `not_found`, `conflict` when nothing can be chosen any more, or when another batch has
 * this sheet of the same file, `invalid` for a sheet that the file does not have; FileFault
 */
export async function chooseSheet(actor: Actor, id: string, sheet: string): Promise<void> {
  assertAdmin(actor);
  if ((await getBatch(actor, id)).sheet === sheet) return;
  const { batch, excerpt } = await excerptOfBatch(actor, id);
  if (excerpt.sheets?.read === sheet) return;
  if (!excerpt.sheets?.others.includes(sheet))
    throw new DomainError("invalid", "The workbook has no sheet of this name with anything in it. Reload the page.");
  const fileSha256 = await hashOf(batch, sheet);
  await transaction(async (tx) => {
    assertFileKept(await lockBatch(actor, tx, id));
    await moveBatch(tx, { actor, id }, "chooseSheet", {
      set: {
        ...nothingValidated,
        sheet,
        fileSha256,
        // What was said and decided before was about another sheet.
        columnsRead: null,
        hiddenRows: null,
        autoProcess: false,
        mode: null,
        decidedBy: null,
        processedLine: 0,
        processedAt: null,
      },
    });
  }).catch((error: unknown) => {
    if (!isUniqueViolation(error, "batches_file")) throw error;
    throw new DomainError("conflict", `The sheet “${sheet}” of this file was uploaded before, and has a batch.`);
  });
}

/** The key by which the same sheet of the same file is known again. */
async function hashOf(batch: Batch, sheet: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of storedFile(batch).bytes()) hash.update(piece);
  return hash.update(sheetMark(sheet)).digest("hex");
}
