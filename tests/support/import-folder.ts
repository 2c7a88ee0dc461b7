import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse } from "csv-parse/sync";
import { afterEach, beforeEach, expect } from "vitest";
import { lookIntoFolders } from "@/lib/batches/folder/look";
import { workOnDueBatch } from "@/lib/batches/ingest/work";

export const header = "recipient_name,email,amount,currency,reference";
export const row = (reference: string, amount = "12.50") =>
  `Ada Byron,ada.${reference.toLowerCase()}@example.com,${amount},USD,${reference}`;
export const fileOf = (...rows: string[]) => [header, ...rows].join("\n");

type AnswerLine = Record<
  "line" | "reference" | "result" | "payout_id" | "error_code" | "error_message" | "repeats",
  string
>;

/** IMPORT_DIR as a separate folder for each test, with a shorter rest time for files. */
export function useImportFolder() {
  let root = "";
  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), "import-folder-"));
    Object.assign(process.env, { IMPORT_DIR: root, IMPORT_SETTLE_MS: "300", IMPORT_OPEN_END_MS: "600" });
  });
  afterEach(async () => {
    for (const name of ["IMPORT_DIR", "IMPORT_SETTLE_MS", "IMPORT_OPEN_END_MS"]) delete process.env[name];
    await rm(root, { recursive: true, force: true });
  });
  const at = (...parts: string[]) => path.join(root, ...parts);
  return {
    at,
    async drop(slug: string, name: string, content: string | Buffer) {
      await mkdir(at(slug), { recursive: true });
      await writeFile(at(slug, name), content);
    },
    /** The sorted names in a folder; empty when it does not exist. */
    names: async (...parts: string[]) => (await readdir(at(...parts)).catch(() => [])).sort(),
    answer: async (...parts: string[]) =>
      parse(await readFile(at(...parts), "utf8"), { columns: true }) as AnswerLine[],
  };
}

/** One look of a worker into the folders. */
export async function lookOnce(): Promise<void> {
  while ((await workOnDueBatch("test")) > 0);
  await lookIntoFolders("test");
}

/** Looks repeatedly, as a worker does, until `state` is as expected. */
export const looksUntil = <State>(state: () => Promise<State>) =>
  expect.poll(
    async () => {
      await lookOnce();
      return state();
    },
    { timeout: 25_000, interval: 50 },
  );
