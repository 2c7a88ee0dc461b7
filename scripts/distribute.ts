import { parseArgs } from "node:util";
import { distribute, distributionStatements } from "@/db/citus/run";
import { closeDb } from "@/db/client";
import { messageOf, withDatabase } from "./run/command";
import { loadEnvironment } from "./run/environment";

const help = `Turns a Citus database with the newest schema into Meridian's cluster: every table with an organization is
distributed by it, every other one is copied to each server.

  npm run migrate
  npm run distribute -- --dry-run
  npm run distribute

  --dry-run     prints the statements in their order and changes nothing; without DATABASE_URL, those for the
                embedded database
  --shards 64   spreads the organizations over so many pieces; by default as many as citus.shard_count says

Stop the portal and every worker before. A run that was cut short is finished by the next one.
docs/operating/scaling.md says what to set up first.`;

const wanted = options();
loadEnvironment();
if (wanted.dryRun && !process.env.DATABASE_URL?.trim()) await withDatabase(print);
process.exitCode = await (wanted.dryRun ? print() : run()).then(
  () => 0,
  (error: unknown) => {
    console.error(messageOf(error));
    return 1;
  },
);
await closeDb();

async function print(): Promise<void> {
  for (const statement of await distributionStatements(wanted.shards)) console.log(`${statement};`);
}

async function run(): Promise<void> {
  if (!process.env.DATABASE_URL?.trim())
    throw new Error(
      "DATABASE_URL is not set. Let it name the database of the coordinator: the embedded one has no Citus.",
    );
  const did = await distribute({
    shards: wanted.shards,
    step: (number, of, statement) => console.log(`${number} of ${of}: ${statement}`),
  });
  console.log(did > 0 ? "The database is distributed." : "The database is distributed already.");
}

function options(): { dryRun: boolean; shards?: number } {
  try {
    const { values } = parseArgs({
      options: { help: { type: "boolean", short: "h" }, "dry-run": { type: "boolean" }, shards: { type: "string" } },
    });
    if (values.help) quit(help, 0);
    const shards = values.shards === undefined ? undefined : Number(values.shards);
    if (shards !== undefined && !(Number.isInteger(shards) && shards >= 1 && shards <= 64_000))
      quit(`--shards is a whole number from 1 to 64000.\n\n${help}`, 2);
    return { dryRun: values["dry-run"] ?? false, shards };
  } catch (error) {
    return quit(`${messageOf(error)}\n\n${help}`, 2);
  }
}

function quit(words: string, code: number): never {
  (code === 0 ? console.log : console.error)(words);
  process.exit(code);
}
