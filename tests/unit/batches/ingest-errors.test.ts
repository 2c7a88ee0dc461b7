import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { payoutFields, requiredColumns, type ColumnName } from "@/lib/payouts/fields/table";
import type { Fault } from "@/lib/ingest-errors/fault";
import { ingestError, ingestErrorCodes, ingestErrorTable } from "@/lib/ingest-errors/table";
import { fieldReference } from "@/lib/batches/file-format/field-reference";
import { fileFaults } from "@/lib/ingest-errors/file-faults";
import { headerFaults } from "@/lib/ingest-errors/header-faults";
import { amountFaults } from "@/lib/ingest-errors/amount-faults";
import { emailFaults } from "@/lib/ingest-errors/email-faults";
import { fieldFaults } from "@/lib/ingest-errors/field-faults";
import { readRow } from "@/lib/payouts/fields/read-row";
import { batchErrorsPage } from "@/scripts/docs/batch-errors-page";
import { readFile } from "@/tests/support/read-batch-file";

const faults = ingestErrorCodes.map((code): [string, Fault] => [code, ingestErrorTable[code]]);
const context = { now: new Date("2026-11-23T12:00:00Z"), timeZone: "America/New_York" };
const goodRow = Object.fromEntries(requiredColumns.map((name) => [name, payoutFields[name].example]));

describe("the table of ingest errors", () => {
  it.each(["reason", "message", "suggestion"] as const)("never gives two errors the same %s", (text) => {
    const texts = faults.map(([, fault]) => fault[text]);
    expect(texts.filter((one, index) => texts.indexOf(one) !== index)).toEqual([]);
  });

  it("says what to do in a whole sentence, for every error", () => {
    for (const [, { message, suggestion }] of faults)
      for (const text of [message, suggestion]) expect(text).toMatch(/^[A-Z“{].{8,}[.:?})]$/s);
  });

  /** Errors that need another row, or more text than a table should contain. */
  const toldOnly = ["too_long", "reference_repeated", "reference_used"];
  it.each(
    Object.entries<Fault>({ ...fieldFaults, ...emailFaults, ...amountFaults }).filter(
      ([code]) => !toldOnly.includes(code),
    ),
  )("has an example of %s that is refused for exactly that", (code, fault) => {
    const column =
      (Object.keys(payoutFields) as ColumnName[]).find((name) => code.startsWith(name.split("_")[0]!)) ??
      "recipient_name";
    const checked = readRow({ ...goodRow, [column]: fault.example }, 7, context);
    expect("faults" in checked && checked.faults.map((one) => one.code)).toEqual([code]);
  });
});

describe("the documentation of the table", () => {
  /** Files that are not text, whose examples are names. */
  const texts = Object.entries<Fault>({ ...fileFaults, ...headerFaults }).filter(
    ([, { example }]) => example === "" || /[,<{^%]/.test(example),
  );
  it.each(texts)("has an example file of %s that is refused for exactly that", async (code, { example }) => {
    const read = await readFile(example);
    expect("faults" in read && read.faults.map((fault) => fault.code)).toEqual([code]);
  });

  it("equals the page in docs, which npm run docs writes", () => {
    expect(readFileSync("docs/using/batch-errors.md", "utf8")).toBe(batchErrorsPage());
    for (const [code, { message, suggestion }] of faults)
      for (const text of [code, message, suggestion]) expect(batchErrorsPage()).toContain(text);
  });

  it("lists every column in the field reference, with its aliases and its example", () => {
    for (const [name, { aliases, headerWords, example }] of Object.entries(payoutFields))
      for (const text of [name, ...aliases, ...headerWords.alone, example])
        expect(fieldReference()).toContain(`\`${text}\``);
  });
});

describe("an ingest error", () => {
  it("shows the refused value, cut at 200 characters and without characters that the database cannot store", () => {
    const { value } = ingestError("email_invalid", { value: `a\u0000${"😀".repeat(500)}` });
    expect([...value!]).toHaveLength(200);
    expect(value).not.toContain("\u0000");
    expect(value).toMatch(/…$/);
  });

  it("never treats a brace in the refused value as a placeholder", () => {
    expect(ingestError("amount_grouped", { value: "{write}", write: "1234" }).message).toContain("“{write}”");
  });
});
