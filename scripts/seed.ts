import { parseArgs } from "node:util";
import { bigSignIns, DEFAULT_SEED, demoSignIns, seedDemo } from "./demo-data/seed";
import { withDatabase } from "./run/command";

const help = `Fills the database with a believable demo, relative to now. What is there already stays as it is.

  npm run seed                          the demo: Harbor Mutual (about 5,000 payouts) and Northwind Rentals
  npm run seed -- --payouts 1000000     the demo, and beside it an organization "big-1000000" of about that size
  npm run seed -- --seed 7              other records: the same number makes the same ones; an organization
                                        that is there already, made with another number, is left alone`;

const { payouts, seed } = options();
if (process.env.NODE_ENV === "production")
  quit("The demo's passwords are known to everybody, so it is never made with NODE_ENV=production.", 1);
await withDatabase(async () => {
  await seedDemo({ payouts, seed, say: console.log });
  console.log("\nSign-ins:");
  for (const { organization, role, email, password } of [
    ...demoSignIns,
    ...(payouts === undefined ? [] : bigSignIns(payouts)),
  ]) {
    console.log(`  ${organization}, ${role}: ${email} / ${password}`);
  }
});

function options() {
  try {
    const { values } = parseArgs({
      options: { payouts: { type: "string" }, seed: { type: "string" }, help: { type: "boolean", short: "h" } },
    });
    if (values.help) quit(help, 0);
    return {
      payouts: wholeNumber("--payouts", values.payouts, 10_000_000),
      seed: wholeNumber("--seed", values.seed, 2 ** 31) ?? DEFAULT_SEED,
    };
  } catch (error) {
    return quit(`${error instanceof Error ? error.message : String(error)}\n\n${help}`, 1);
  }
}

function wholeNumber(name: string, text: string | undefined, most: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && value <= most) return value;
  throw new Error(`${name} must be a whole number from 1 to ${most.toLocaleString("en-US")}.`);
}

function quit(words: string, code: number): never {
  (code === 0 ? console.log : console.error)(words);
  process.exit(code);
}
