import { describe, expect, it } from "vitest";
import { columnTable, requiredColumns, type ColumnName } from "@/lib/batches/columns";
import type { Fault } from "@/lib/batches/fault";
import { ingestError, ingestErrorCodes, ingestErrorTable } from "@/lib/batches/ingest-errors";
import { validateRow } from "@/lib/batches/validate";

const faults = ingestErrorCodes.map((code): [string, Fault] => [code, ingestErrorTable[code]]);
const context = { now: new Date("2026-11-23T12:00:00Z"), timeZone: "America/New_York" };
const goodRow = Object.fromEntries(requiredColumns.map((name) => [name, columnTable[name].example]));

describe("the table of ingest errors", () => {
  it.each(["reason", "message", "suggestion"] as const)("never gives two faults the same %s", (text) => {
    const texts = faults.map(([, fault]) => fault[text]);
    expect(texts.filter((one, index) => texts.indexOf(one) !== index)).toEqual([]);
  });

  it("says what to do in a whole sentence, for every fault", () => {
    for (const [, { message, suggestion }] of faults) for (const text of [message, suggestion]) expect(text).toMatch(/^[A-Z“{].{8,}[.:?})]$/s);
  });

  it.each(faults.filter(([, fault]) => fault.example !== undefined))("has an example of %s that is refused for exactly that", (code, fault) => {
    const column = (Object.keys(columnTable) as ColumnName[]).find((name) => code.startsWith(name.split("_")[0]!)) ?? "recipient_name";
    const checked = validateRow({ ...goodRow, [column]: fault.example }, 7, context);
    expect("faults" in checked && checked.faults.map((one) => one.code)).toEqual([code]);
  });
});

describe("an ingest error", () => {
  it("shows the refused value, cut at 200 characters and free of what the database cannot keep", () => {
    const { value } = ingestError("email_invalid", { value: `a\u0000${"😀".repeat(500)}` });
    expect([...value!]).toHaveLength(200);
    expect(value).not.toContain("\u0000");
    expect(value).toMatch(/…$/);
  });

  it("never takes a brace in the refused value for a gap to fill", () => {
    expect(ingestError("amount_grouped", { value: "{write}", write: "1234" }).message).toContain("“{write}”");
  });
});
