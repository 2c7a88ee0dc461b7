import { closeDb } from "@/db/client";
import { ensureDatabase } from "./database";

/**
 * Runs a command that needs the database and ends the process: 0 when `work` returns, or the number it returns;
 * 1 with the error's message when it throws. A portal that runs beside it keeps its database.
 */
export async function withDatabase(work: () => Promise<number | void>): Promise<never> {
  let code: number;
  try {
    const database = await ensureDatabase();
    try {
      code = (await work()) ?? 0;
    } finally {
      await closeDb();
      await database.stop();
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    code = 1;
  }
  process.exit(code);
}
