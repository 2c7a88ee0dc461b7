import { readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { inArray, sql } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { organizations } from "@/db/schema/organizations";
import { systemActor } from "@/lib/actor";
import { env } from "@/lib/env";
import { noteName } from "./places";
import { isComplete } from "./read";
import { FileSettling } from "./settling";
import { advanceFile, offeredFiles, moveToWorking, workingKeys } from "./steps";

export const importsConfigured = (): boolean => env().IMPORT_DIR !== undefined;

/** Longer than storing or answering the largest file takes. The lock of a worker that dies is released at once. */
const lockMs = 15 * 60_000;

const settling = new FileSettling();

/**
 * Looks once into every organization's folder under IMPORT_DIR and moves each file there one step on. The batches and
 * the places of the files say what was done, so a worker may die at any point and several may look at once.
 * @returns how many steps were made
 */
export async function lookIntoFolders(requestId: string): Promise<number> {
  const root = env().IMPORT_DIR!;
  const entries = await readdir(root, { withFileTypes: true });
  const slugs = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith(".")).map(({ name }) => name);
  const ids = await organizationIds(slugs);
  const failures: unknown[] = [];
  let steps = 0;
  settling.beginLook();
  for (const slug of slugs) {
    const id = ids.get(slug);
    const look = id === undefined ? noteUnknown(path.join(root, slug)) : lookInto(path.join(root, slug), id, requestId);
    // One folder that cannot be read or written does not keep the files of others waiting.
    steps += await look.catch((error: unknown) => failures.push(error) * 0);
  }
  if (failures.length > 0) throw failures[0];
  return steps;
}

async function organizationIds(slugs: string[]): Promise<Map<string, string>> {
  if (slugs.length === 0) return new Map();
  const found = await db
    .select({ slug: organizations.slug, id: organizations.id })
    .from(organizations)
    .where(inArray(organizations.slug, slugs));
  return new Map(found.map(({ slug, id }) => [slug, id]));
}

async function lookInto(folder: string, organizationId: string, requestId: string): Promise<number> {
  const actor = systemActor(organizationId, requestId);
  await rm(path.join(folder, noteName), { force: true });
  let steps = 0;
  for (const file of await offeredFiles(folder)) {
    if (await isComplete(file.path, file.stats, settling))
      steps += await alone(organizationId, () => moveToWorking(folder, file));
  }
  for (const key of await workingKeys(folder)) {
    steps += await alone(organizationId, () => advanceFile(actor, { folder, key }, settling));
  }
  return steps;
}

/** Makes a step unless another worker is making one in the same folder; then there is nothing to do here. */
function alone(organizationId: string, step: () => Promise<number>): Promise<number> {
  return transaction(
    async (tx) => {
      const [lock] = await tx.execute<{ mine: boolean }>(
        sql`select pg_try_advisory_xact_lock(hashtextextended(${`import-folder ${organizationId}`}, 0)) as mine`,
      );
      return lock?.mine ? step() : 0;
    },
    { deadlineMs: lockMs },
  );
}

/** Files in a folder that belongs to no organization stay where they are, with a note that says so. */
async function noteUnknown(folder: string): Promise<number> {
  if ((await offeredFiles(folder)).length === 0) return 0;
  const words = `Nothing in this folder is imported: no organization has the short name "${path.basename(folder)}".\nPlease ask whoever runs the portal; as soon as the folder's name is right, the files are taken.\n`;
  await writeFile(path.join(folder, noteName), words, { flag: "wx" }).catch(() => undefined);
  return 0;
}
