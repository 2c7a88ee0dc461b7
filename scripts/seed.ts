import { parseArgs } from "node:util";
import { bigSignIns, seedBig } from "./big-seed/load";
import { DEFAULT_SEED, demoSignIns, seedDemo } from "./demo-data/seed";
import { withDatabase } from "./run/command";

const help = `Fills the database with believable data, relative to now. What is there already stays as it is.

  npm run seed                          the demo: Harbor Mutual (about 5,000 payouts) and Northwind Rentals
  npm run seed -- --seed 7              other records: the same number makes the same ones; an organization
                                        that is there already, made with another number, is left alone
  npm run seed -- --payouts 1000000     a large database, in place of the demo: one organization with half of all
                                        payouts, one with a tenth, a thousand small ones with the rest
  npm run seed -- --payouts 1000000 --hard
                                        the same, and all that the large organization has happened in the last 30 days

A large database is refused where there is anything but the demo: while it is made, its tables have no indexes.`;

const { payouts, seed, hard } = options();
if (process.env.NODE_ENV === "production")
  quit("The demo's passwords are known to everybody, so it is never made with NODE_ENV=production.", 1);
await withDatabase(async () => {
  if (payouts === undefined) await seedDemo({ seed, say: console.log });
  else await seedBig({ payouts, hard }, console.log);
  console.log("\nSign-ins:");
  for (const { organization, role, email, password } of payouts === undefined ? demoSignIns : bigSignIns)
    console.log(`  ${organization}, ${role}: ${email} / ${password}`);
});

function options() {
  try {
    const { values } = parseArgs({
      options: {
        payouts: { type: "string" },
        hard: { type: "boolean", default: false },
        seed: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
    if (values.help) quit(help, 0);
    return {
      payouts: wholeNumber("--payouts", values.payouts, 10, 10_000_000),
      seed: wholeNumber("--seed", values.seed, 1, 2 ** 31) ?? DEFAULT_SEED,
      hard: values.hard,
    };
  } catch (error) {
    return quit(`${error instanceof Error ? error.message : String(error)}\n\n${help}`, 1);
  }
}

function wholeNumber(name: string, text: string | undefined, least: number, most: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new Error(`${name} must be a whole number from ${least} to ${most.toLocaleString("en-US")}.`);
}

function quit(words: string, code: number): never {
  (code === 0 ? console.log : console.error)(words);
  process.exit(code);
}
