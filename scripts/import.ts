import { open } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { db } from "@/db/client";
import { organizations } from "@/db/schema/organizations";
import { systemActor, type Actor } from "@/lib/actor";
import type { BatchFile } from "@/lib/batches/file";
import { maxFileBytes } from "@/lib/batches/limits";
import { createBatch, previewBatch } from "@/lib/batches/mutations";
import { withDatabase } from "./command";
import { asJson, inWords, knownBatch, type ImportOutcome } from "./import-report";

const help = `Makes payouts of a batch file, as the upload page does.

  npm run import -- FILE --organization SLUG
  npm run import -- FILE --organization SLUG --dry-run    says what it would create, and creates nothing
  npm run import -- FILE --organization SLUG --json       writes the outcome as one JSON object

Exit status: 0 every row accepted, 1 some rows refused, 2 nothing was read (the file, or the command, was refused).`;

const exitStatus = { allAccepted: 0, someRefused: 1, refused: 2 } as const;

const { file, organization, dryRun, json } = options();
await withDatabase(async () => {
  try {
    const outcome = await run(await actorFor(organization), { fileName: path.basename(file), bytes: await readAtMost(file, maxFileBytes + 1) });
    console.log(json ? asJson(outcome) : inWords(outcome));
    return statusOf(outcome);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return exitStatus.refused;
  }
});

async function run(actor: Actor, batchFile: BatchFile): Promise<ImportOutcome> {
  const preview = await previewBatch(actor, batchFile);
  if ("fileFaults" in preview) return { fileName: batchFile.fileName, faults: preview.fileFaults };
  if (dryRun) return { preview, created: null };
  const created = await createBatch(actor, batchFile);
  if ("fileFaults" in created) return { fileName: batchFile.fileName, faults: created.fileFaults };
  return { preview, created };
}

function statusOf(outcome: ImportOutcome): number {
  if ("faults" in outcome) return exitStatus.refused;
  const refused = (outcome.created?.batch ?? knownBatch(outcome))?.refusedCount ?? outcome.preview.refused;
  return refused > 0 ? exitStatus.someRefused : exitStatus.allAccepted;
}

async function actorFor(slug: string): Promise<Actor> {
  const [found] = await db.select({ id: organizations.id }).from(organizations).where(eq(organizations.slug, slug));
  if (found) return systemActor(found.id, `import-${uuidv7()}`);
  const all = await db.select({ slug: organizations.slug }).from(organizations).orderBy(organizations.slug).limit(20);
  throw new Error(`There is no organization "${slug}". There are: ${all.map((one) => one.slug).join(", ") || "none; run npm run seed for a demo"}.`);
}

/** A file beyond the limit is refused for its size, and never read whole. */
async function readAtMost(name: string, limit: number): Promise<Uint8Array> {
  const handle = await open(name).catch(() => {
    throw new Error(`The file ${name} cannot be read.`);
  });
  try {
    const size = Math.min((await handle.stat()).size, limit);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(size), 0, size, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

function options() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        organization: { type: "string" },
        "dry-run": { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        help: { type: "boolean", short: "h" },
      },
    });
    if (values.help) return quit(help, exitStatus.allAccepted);
    const [name] = positionals;
    if (name === undefined || positionals.length > 1 || values.organization === undefined) return quit(help, exitStatus.refused);
    return { file: name, organization: values.organization, dryRun: values["dry-run"], json: values.json };
  } catch (error) {
    return quit(`${error instanceof Error ? error.message : String(error)}\n\n${help}`, exitStatus.refused);
  }
}

function quit(words: string, status: number): never {
  (status === exitStatus.allAccepted ? console.log : console.error)(words);
  process.exit(status);
}
