import { closeDb } from "@/db/client";
import { fullDiskSentence } from "@/db/embedded/whole-file.mjs";
import { ensureDatabase, type Database } from "./database";

/** What went wrong, as a sentence for the person at the terminal. */
export const messageOf = (error: unknown): string =>
  fullDiskSentence(error) ?? (error instanceof Error ? error.message : String(error));

/**
 * Runs a command that needs the database and ends the process: 0 when `work` returns, or the number it returns. A
 * portal that runs beside it keeps its database.
 * @param failed when `work` throws, or there is no database: says so, and which status that is; by default the error's
 * message and 1
 */
export async function withDatabase(
  work: () => Promise<number | void>,
  failed: (error: unknown) => number = said,
): Promise<never> {
  process.exit(await statusOf(work).catch(failed));
}

async function statusOf(work: () => Promise<number | void>): Promise<number> {
  const database = await ensureDatabase();
  try {
    return (await work()) ?? 0;
  } finally {
    await closed(database);
  }
}

/** What was done is done, so a failure here changes nothing about how the command ends. */
async function closed(database: Database): Promise<void> {
  try {
    await closeDb();
    await database.stop();
  } catch (error) {
    console.error(`The database could not be left in order: ${messageOf(error)}`);
  }
}

function said(error: unknown): number {
  console.error(messageOf(error));
  return 1;
}
