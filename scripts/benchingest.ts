import { parseArgs } from "node:util";
import { benchIngest, type IngestFigures } from "@/tests/bench/ingest";
import { loadEnvironment } from "./run/environment";

const help = `Measures how fast a batch file becomes payouts, beside what PostgreSQL can do at best with the same rows.

  npm run bench:ingest -- --rows 100000
  npm run bench:ingest -- --rows 100000 --json    writes the figures as one JSON object, and nothing else
  npm run bench:ingest -- --rounds 5              measures everything five times in turn, and says the medians (3)

On a PostgreSQL of its own, set as in production (each commit waits for the disk) and thrown away afterwards.`;

const mostRows = 2_000_000;
const { rows, rounds, json } = options();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => process.exit(130));

try {
  // A database of one's own is never touched.
  delete process.env.DATABASE_URL;
  loadEnvironment();
  delete process.env.DATABASE_URL;
  const { receiveMs, validateMs, processMs, ...figures } = await benchIngest(
    rows,
    rounds,
    json ? () => {} : console.log,
  );
  if (json) console.log(JSON.stringify(figures));
  else console.log(inWords(figures, { receiveMs, validateMs, processMs }));
  process.exit(0);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

function inWords(figures: IngestFigures, stages: Record<"receiveMs" | "validateMs" | "processMs", number>): string {
  const rate = (perSecond: number) => `${perSecond.toLocaleString("en-US").padStart(9)} rows/s`;
  const share = (perSecond: number) => `${(perSecond / figures.indexedCopyRowsPerSecond).toFixed(2)}`;
  const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
  return [
    "",
    `${figures.rows.toLocaleString("en-US")} rows, each one payout, one event, one owed email`,
    `  our whole ingest                    ${rate(figures.rowsPerSecond)}   ${share(figures.rowsPerSecond)}`,
    `  COPY into the same indexed tables   ${rate(figures.indexedCopyRowsPerSecond)}   1.00`,
    `  COPY without keys and indexes       ${rate(figures.bareCopyRowsPerSecond)}   ${share(figures.bareCopyRowsPerSecond)}`,
    `  COPY into one table, no indexes     ${rate(figures.rawCopyRowsPerSecond)}   ${share(figures.rawCopyRowsPerSecond)}`,
    `  ingestToCopy ${figures.ingestToCopy}, ingestToRawCopy ${figures.ingestToRawCopy}, copyToBareCopy ${figures.copyToBareCopy}; ${figures.nodeCpuPerRow} µs of Node a row`,
    `  of the ingest: storing ${seconds(stages.receiveMs)}, validating ${seconds(stages.validateMs)}, creating ${seconds(stages.processMs)}; peak memory ${figures.peakMemoryMb} MB`,
  ].join("\n");
}

function options() {
  try {
    const { values } = parseArgs({
      options: {
        rows: { type: "string", default: "100000" },
        rounds: { type: "string", default: "3" },
        json: { type: "boolean", default: false },
        help: { type: "boolean", short: "h" },
      },
    });
    if (values.help) quit(help, 0);
    const count = Number(values.rows);
    if (!/^\d+$/.test(values.rows) || count < 1 || count > mostRows)
      throw new Error(`--rows must be a whole number from 1 to ${mostRows.toLocaleString("en-US")}.`);
    const rounds = Number(values.rounds);
    if (!/^[1-9]\d?$/.test(values.rounds)) throw new Error("--rounds must be a whole number from 1 to 99.");
    return { rows: count, rounds, json: values.json };
  } catch (error) {
    return quit(`${error instanceof Error ? error.message : String(error)}\n\n${help}`, 1);
  }
}

function quit(words: string, code: number): never {
  (code === 0 ? console.log : console.error)(words);
  process.exit(code);
}
