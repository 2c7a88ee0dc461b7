import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { maxCorrectionBytes } from "@/lib/batches/repair/refused-rows-file";
import { maxColumns, maxFileSize, maxRecordLength, maxRecords } from "@/lib/batches/file-format/limits";
import { reviewRowsKept } from "@/lib/batches/ingest/review-rows";
import { duplicateDays } from "@/lib/batches/rules/duplicates";
import { batchStatusTable } from "@/lib/batches/status";
import { attemptsToValidate } from "@/lib/batches/progress";
import { tabs } from "@/lib/dashboard/sections";
import { maxAttempts } from "@/lib/emails/delivery";
import { emailKindTable } from "@/lib/emails/kinds";
import { emailStatusTable } from "@/lib/emails/status";
import { environmentSchema } from "@/lib/env";
import { exactTotalLimit, pageSize } from "@/lib/lists/keyset";
import { mostAttempts } from "@/lib/payouts/failures";
import { maxYearsAhead } from "@/lib/payouts/fields/expiry";
import { columnNames, payoutFields } from "@/lib/payouts/fields/table";
import { codeLifeMs, shortestAnswer } from "@/lib/payouts/fields/verification";
import { statusTable } from "@/lib/payouts/status";
import { leaseMs } from "@/lib/queue";
import { codeLimits } from "@/lib/redemptions/codes";
import { proofLifeMs } from "@/lib/redemptions/proof";
import { boundsWords } from "@/lib/settings/kinds";
import { settingNames, settingTable } from "@/lib/settings/table";
import { queueTable } from "@/lib/worker/queues";
import { generatedPages } from "@/scripts/docs/pages";
import { documents } from "@/tests/architecture/documents";

const page = (name: string) => readFileSync(`docs/${name}`, "utf8").replace(/\s+/g, " ");
const rowsOf = (name: string) =>
  readFileSync(`docs/${name}`, "utf8")
    .split("\n")
    .filter((line) => line.startsWith("|"));
const count = (number: number) => number.toLocaleString("en-US");
const minutes = (ms: number) => ms / 60_000;

describe("the pages generated from code", () => {
  test.each(Object.entries(generatedPages))("docs/%s equals what npm run docs writes", (name, made) => {
    expect(readFileSync(`docs/${name}`, "utf8")).toBe(made());
  });
});

describe("the page about configuration", () => {
  const { AUTH_SECRET, LINK_KEY, DETAILS_KEYS } = process.env;
  const needed = { AUTH_SECRET, LINK_KEY, DETAILS_KEYS };
  const defaults = environmentSchema.parse(needed) as Record<string, unknown>;

  test.each(Object.keys(environmentSchema.shape))("lists %s with its default, and so does .env.example", (name) => {
    const row = rowsOf("operating/configuration.md").find((line) => line.startsWith(`| \`${name}\` |`)) ?? "";
    const [, , says = ""] = row.split("|");
    const byDefault = name in needed || defaults[name] === undefined ? "" : String(defaults[name]);
    expect(says).toContain(byDefault);
    expect(says.trim()).not.toBe("");
    const example = readFileSync(".env.example", "utf8").match(new RegExp(`^# ${name}=(.*)$`, "m"));
    expect(example, `${name} in .env.example`).not.toBeNull();
  });

  test("lists no variable that the product does not read", () => {
    const named = rowsOf("operating/configuration.md").flatMap((row) => /^\| `([A-Z_]+)` \|/.exec(row)?.[1] ?? []);
    const known = [...Object.keys(environmentSchema.shape), "NODE_ENV"];
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  });
});

/** The numbers that pages contain, computed from the code that defines them. */
const numbers: [name: string, words: string][] = [
  ["using/batches.md", `**Limits:** ${maxFileSize} and ${count(maxRecords)} rows a file`],
  ["using/batches.md", `8 times in a row is rejected`.replace("8", String(attemptsToValidate))],
  ["using/batches.md", `a payout of the last ${duplicateDays} days`],
  ["using/batches.md", `A list shows ${pageSize} batches a page`],
  [
    "using/batch-files.md",
    `${maxFileSize}, ${count(maxRecords)} rows, ${count(maxColumns)} columns, and ${count(maxRecordLength)} characters in one row`,
  ],
  ["using/batch-files.md", `at most ${maxYearsAhead} years ahead`],
  ["using/batch-files.md", `at least ${shortestAnswer} letters or digits`],
  ["using/repairing-rows.md", `${maxCorrectionBytes / 1024 / 1024} MB a file`],
  ["using/payouts.md", `A page shows ${pageSize} payouts. The total is exact up to ${count(exactTotalLimit)}`],
  [
    "using/acting-on-payouts.md",
    `${settingTable.resendWaitMinutes.usual} minutes after the last email, and at most ${settingTable.resendLimit.usual} times for one payout`,
  ],
  ["using/acting-on-payouts.md", `${mostAttempts} payments for one payout`],
  ["using/acting-on-payouts.md", `at most ${maxYearsAhead} years ahead`],
  ["using/recipients.md", `| How long a code works | ${minutes(codeLifeMs)} minutes |`],
  ["using/recipients.md", `${minutes(codeLimits.apartMs)} minute; after ${codeLimits.freely} codes 1 hour`],
  ["using/recipients.md", `| How long a proof lasts in one browser | ${minutes(proofLifeMs)} minutes |`],
  ["using/recipients.md", boundsWords(settingTable.verificationLimit.kind).replace(/^.* (?=from)/, "")],
  ["using/emails.md", `is tried ${maxAttempts} times`],
  ["operating/configuration.md", `${maxFileSize}, ${count(maxRecords)} rows, ${count(maxColumns)} columns`],
  ["operating/worker.md", `claimed by one worker for ${leaseMs / 1000} seconds`],
  ["operating/worker.md", `${attemptsToValidate} times in a row`],
  ["glossary.md", `without being renewed: ${leaseMs / 1000} seconds`],
  ["developing/decisions/006-ingest-in-two-passes.md", `the first ${reviewRowsKept} rows for the review`],
];

describe("limits and defaults", () => {
  test.each(numbers)("docs/%s says: %s", (name, words) => {
    expect(page(name)).toContain(words);
  });

  test.each(Object.entries(queueTable))("the page about the worker describes the queue %s correctly", (name, queue) => {
    const row = rowsOf("operating/worker.md").find((line) => line.startsWith(`| \`${name}\` |`));
    expect(row?.split("|").slice(3, 5)).toEqual([` ${queue.slots} `, ` ${queue.pollMs / 1000} s `]);
  });
});

/** Labels on screen that a page must explain in a table. */
const explained: [name: string, words: readonly string[]][] = [
  ["using/payouts.md", Object.values(statusTable).map(({ label }) => label)],
  ["using/batches.md", Object.values(batchStatusTable).map(({ label }) => label)],
  ["using/emails.md", Object.values(emailStatusTable).map(({ label }) => label)],
  ["using/emails.md", Object.values(emailKindTable).map(({ label }) => label)],
  ["using/dashboard.md", Object.values(tabs).map(({ label }) => label)],
  ["using/settings.md", settingNames.map((name) => settingTable[name].label)],
  ["using/batch-files.md", columnNames.map((name) => `\`${name}\``)],
  ["glossary.md", Object.values(batchStatusTable).map(({ label }) => label)],
  ["glossary.md", Object.entries(statusTable).map(([status, { label }]) => `${label} (\`${status}\`)`)],
];

describe("words on screen", () => {
  test.each(explained)("docs/%s explains each of its labels: %j", (name, words) => {
    const first = new Set(rowsOf(name).map((row) => row.split("|")[1]?.trim()));
    expect(words.filter((word) => !first.has(word))).toEqual([]);
  });

  test("the page about batch files says which columns are required", () => {
    const required = rowsOf("using/batch-files.md").flatMap((row) => /^\| `(\w+)` \| yes \|/.exec(row)?.[1] ?? []);
    expect(required).toEqual(columnNames.filter((name) => payoutFields[name].required));
  });
});

describe("commands", () => {
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };

  test("named on a page or in the README exist", () => {
    const named = documents.flatMap((file) =>
      [...readFileSync(file, "utf8").matchAll(/npm run ([a-z][a-z:]*)/g)].map(([, script]) => script ?? ""),
    );
    expect([...new Set(named)].filter((script) => !(script in scripts))).toEqual([]);
  });

  test("are all listed on the page of commands", () => {
    const text = page("operating/commands.md");
    const missing = Object.keys(scripts).filter(
      (script) => !text.includes(`npm run ${script}`) && !text.includes(`\`npm ${script}\``),
    );
    expect(missing).toEqual([]);
  });
});

test("the README has at most 650 words, for a few minutes of reading", () => {
  expect(readFileSync("README.md", "utf8").split(/\s+/).length).toBeLessThanOrEqual(650);
});
