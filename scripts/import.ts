import { createReadStream } from "node:fs";
import { access, constants, stat } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { db } from "@/db/client";
import { organizations } from "@/db/schema/organizations";
import { systemActor, type Actor } from "@/lib/actor";
import { hiddenRowsChoices } from "@/lib/batches/hidden-rows";
import { mappingNamed, rememberedMappings, type RememberedMapping } from "@/lib/batches/mapping/queries";
import { receiveFile } from "@/lib/batches/ingest/receive";
import { firstRepetitions } from "@/lib/batches/ingest/review-rows";
import { isDiscarded } from "@/lib/batches/status";
import { finishBatch } from "@/lib/batches/ingest/work";
import { messageOf, withDatabase } from "./run/command";
import { interruptionWords, type Reached } from "./import/interruption";
import { progressLine } from "./import/progress";
import { asJson, importErrors, inWords, isUndone, type ImportOutcome } from "./import/report";

const help = `Makes payouts of a batch file (CSV or XLSX), as the upload page does.

  npm run import -- FILE --organization SLUG
  npm run import -- FILE --organization SLUG --sheet NAME       reads this sheet of a workbook instead of its first
  npm run import -- FILE --organization SLUG --all-or-nothing   creates nothing when a single row is refused
  npm run import -- FILE --organization SLUG --hidden include   also reads rows that the sheet of a workbook hides; skip leaves them out
  npm run import -- FILE --organization SLUG --mapping NAME     reads its columns by a mapping that the organization remembers
  npm run import -- FILE --organization SLUG --dry-run          says what it would create, and creates nothing
  npm run import -- FILE --organization SLUG --json             writes the outcome as one JSON object

A workbook with hidden rows needs --hidden include or --hidden skip; without it the file is refused.

Exit status: 0 every row is a payout (of a dry run: would be one), 1 rows were refused, 2 the file or the command was refused, or the file was
uploaded in the portal and waits there for a decision (JSON: "outcome": "waits_for_decision"), so that nothing is created, 3 it could not run or was
interrupted: what is known then is said, and running the same command again is safe and creates nothing twice.`;

const exitStatus = { allCreated: 0, someRefused: 1, refused: 2, interrupted: 3 } as const;

/** The command names something that does not exist. */
class Refused extends Error {
  override name = "Refused";
}

const { file, organization, dryRun, json, sheet, mode, hiddenRows, mapping } = options();
const reached: Reached = { dryRun, storing: false, batchId: null };
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.on(signal, () => process.exit(interrupted(`it was stopped (${signal}).`)));
process.on("uncaughtException", (error) => process.exit(interrupted(error.message)));
await withDatabase(imported, (error) => interrupted(messageOf(error)));

async function imported(): Promise<number> {
  try {
    const outcome = await run(await actorFor(organization));
    console.log(json ? asJson(outcome) : inWords(outcome));
    return statusOf(outcome);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    console.error(error.message);
    return exitStatus.refused;
  }
}

function interrupted(why: string): number {
  progressLine().end();
  console.error(interruptionWords(why, reached));
  return exitStatus.interrupted;
}

async function run(actor: Actor): Promise<ImportOutcome> {
  const fileName = path.basename(file);
  if (!(await isReadable(file))) throw new Refused(`The file ${file} cannot be read.`);
  const said = mapping === undefined ? undefined : await knownMapping(actor, mapping);
  for (;;) {
    Object.assign(reached, { storing: true, batchId: null });
    const received = await receiveFile(actor, {
      fileName,
      bytes: createReadStream(file),
      sheet,
      dryRun,
      hiddenRows,
      mapping: said,
      auto: dryRun ? undefined : { mode },
    });
    if ("fileFaults" in received) return { fileName, faults: received.fileFaults };
    reached.batchId = received.batch.id;
    const line = progressLine();
    const batch = await finishBatch(actor, received.batch.id, line.show).finally(line.end);
    // The earlier batch was a dry run or was discarded: the file can be sent again.
    if (received.alreadyThere && isDiscarded(batch)) continue;
    const { fileFaults, rowErrors } = await importErrors(actor, batch.id);
    if (fileFaults.length > 0) return { fileName, faults: fileFaults };
    return {
      fileName,
      batch,
      alreadyThere: received.alreadyThere,
      dryRun,
      rowErrors,
      repetitions: await firstRepetitions(actor, batch.id),
    };
  }
}

async function knownMapping(actor: Actor, name: string): Promise<RememberedMapping> {
  const found = await mappingNamed(actor, name);
  if (found) return found;
  const all = (await rememberedMappings(actor)).map((one) => `"${one.name}"`).join(", ");
  throw new Refused(
    `There is no mapping "${name}". There are: ${all || "none; an upload in the portal remembers one"}.`,
  );
}

async function isReadable(name: string): Promise<boolean> {
  return access(name, constants.R_OK).then(
    async () => !(await stat(name)).isDirectory(),
    () => false,
  );
}

function statusOf(outcome: ImportOutcome): number {
  if ("faults" in outcome || isUndone(outcome)) return exitStatus.refused;
  return outcome.batch.refusedCount > 0 ? exitStatus.someRefused : exitStatus.allCreated;
}

async function actorFor(slug: string): Promise<Actor> {
  const [found] = await db.select({ id: organizations.id }).from(organizations).where(eq(organizations.slug, slug));
  if (found) return systemActor(found.id, `import-${uuidv7()}`);
  const all = await db.select({ slug: organizations.slug }).from(organizations).orderBy(organizations.slug).limit(20);
  throw new Refused(
    `There is no organization "${slug}". There are: ${all.map((one) => one.slug).join(", ") || "none; run npm run seed for a demo"}.`,
  );
}

function options() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        organization: { type: "string" },
        sheet: { type: "string" },
        "all-or-nothing": { type: "boolean", default: false },
        hidden: { type: "string" },
        mapping: { type: "string" },
        "dry-run": { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        help: { type: "boolean", short: "h" },
      },
    });
    if (values.help) return quit(help, exitStatus.allCreated);
    const [name] = positionals;
    if (name === undefined || positionals.length > 1 || values.organization === undefined)
      return quit(help, exitStatus.refused);
    const hiddenRows = hiddenRowsChoices.find((choice) => choice === values.hidden);
    if (values.hidden !== undefined && hiddenRows === undefined)
      return quit(`--hidden is include or skip, not "${values.hidden}".\n\n${help}`, exitStatus.refused);
    const mode = values["all-or-nothing"] ? ("all_or_nothing" as const) : ("valid_rows" as const);
    return {
      file: name,
      organization: values.organization,
      dryRun: values["dry-run"],
      json: values.json,
      sheet: values.sheet ?? null,
      hiddenRows,
      mapping: values.mapping,
      mode,
    };
  } catch (error) {
    return quit(`${error instanceof Error ? error.message : String(error)}\n\n${help}`, exitStatus.refused);
  }
}

function quit(words: string, status: number): never {
  (status === exitStatus.allCreated ? console.log : console.error)(words);
  process.exit(status);
}
