import { parseArgs } from "node:util";
import { distribute, distributionStatements } from "@/db/citus/run";
import { closeDb } from "@/db/client";
import { erase } from "./database/erase";
import { makeRoles } from "./database/make-roles";
import { verifyAudit } from "./database/verify-audit";
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

const [command, ...given] = process.argv.slice(2);
if (command === "migrate") await withDatabase(async () => console.log("The database has the newest schema."));
else if (command === "distribute") await distributing(options());
else if (command === "verify") await verifyAudit(given);
else if (command === "erase") await erase(given);
else if (command === "roles") await makeRoles(given);
else
  quit("Usage: npm run migrate, npm run distribute, npm run audit:verify, npm run erase, or npm run database:roles", 2);

type Wanted = { dryRun: boolean; shards?: number };

async function distributing(wanted: Wanted): Promise<void> {
  loadEnvironment();
  const set = Boolean(process.env.DATABASE_URL?.trim());
  if (wanted.dryRun && !set) await withDatabase(() => print(wanted));
  // Without the migrations that other commands begin with: this one refuses a database that lacks some.
  const work = wanted.dryRun ? print(wanted) : run(wanted, set);
  process.exitCode = await work.then(
    () => 0,
    (error: unknown) => {
      console.error(messageOf(error));
      return 1;
    },
  );
  await closeDb();
}

async function print({ shards }: Wanted): Promise<void> {
  for (const statement of await distributionStatements(shards)) console.log(`${statement};`);
}

async function run({ shards }: Wanted, set: boolean): Promise<void> {
  if (!set)
    throw new Error(
      "DATABASE_URL is not set. Let it name the database of the coordinator: the embedded one has no Citus.",
    );
  const did = await distribute({
    shards,
    step: (number, of, statement) => console.log(`${number} of ${of}: ${statement}`),
  });
  console.log(did > 0 ? "The database is distributed." : "The database is distributed already.");
}

function options(): Wanted {
  try {
    const { values } = parseArgs({
      args: given,
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
