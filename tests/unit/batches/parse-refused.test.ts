import { describe, expect, it } from "vitest";
import { maxColumns, maxRecordLength, maxRecords } from "@/lib/batches/file-format/limits";
import { FileFault } from "@/lib/batches/reading/file-fault";
import { openBatchFile } from "@/lib/batches/reading/open-file";
import { header, row, inspect, refusal } from "@/tests/support/parsed-text";

const expected = [
  {
    line: 2,
    recipientName: "Ada Byron",
    recipientEmail: "ada@example.com",
    amountMinor: 1250n,
    currency: "USD",
    reference: "R1",
    expiresAt: null,
    verificationCode: null,
    language: null,
  },
];

describe("a file that cannot be used", () => {
  const body = `${header}\n${row("R1")}\n`;
  it.each<[string, string | Uint8Array, { code: string; line: number | null }[]]>([
    ["is empty", "", [{ code: "file_empty", line: null }]],
    ["is blank", "\ufeff \r\n\n", [{ code: "file_empty", line: null }]],
    ["has only separators", ",,,\n,,,", [{ code: "no_header", line: 1 }]],
    ["has no rows", `${header}\n\n`, [{ code: "file_without_rows", line: null }]],
    ["has no header", row("R1"), [{ code: "header_missing", line: 1 }]],
    ["has other names in its first line", "who,where,what\n1,2,3", [{ code: "no_header", line: 1 }]],
    [
      "has its header below rows",
      `${row("R1")}\n${row("R2")}\n${header}\n${row("R3")}`,
      [{ code: "header_below_rows", line: 3 }],
    ],
    [
      "is cut off in the middle of a workbook",
      new Uint8Array([0x50, 0x4b, 3, 4, 9, 9]),
      [{ code: "workbook_damaged", line: null }],
    ],
    [
      "is a workbook with a password",
      Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), Buffer.from("EncryptedPackage", "utf16le")]),
      [{ code: "file_is_encrypted", line: null }],
    ],
    ["is an old workbook", new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), [{ code: "file_is_old_excel", line: null }]],
    ["is compressed", new Uint8Array([0x1f, 0x8b, 8, 0]), [{ code: "file_is_gzip", line: null }]],
    ["is a PDF", "%PDF-1.7", [{ code: "file_is_pdf", line: null }]],
    ["is a web page", "  <!DOCTYPE html><table>", [{ code: "file_is_html", line: null }]],
    [
      "is a part of a web page",
      "<div>\n<p>recipient_name,email,amount,currency,reference</p></div>",
      [{ code: "file_is_html", line: null }],
    ],
    ["is JSON", '[{"email": "ada@example.com"}]', [{ code: "file_is_json", line: null }]],
    ["is JSON without anything in it", " []", [{ code: "file_is_json", line: null }]],
    [
      "has a header of a thousand cells and more",
      `${header}${",".repeat(maxColumns)}\n`,
      [{ code: "too_many_columns", line: 1 }],
    ],
    [
      "has a row of a thousand cells and more",
      `${body}${row("R2")}${",".repeat(maxColumns)}\n`,
      [{ code: "too_many_columns", line: 3 }],
    ],
    ["is in Latin-1", new Uint8Array(Buffer.from(`${body}José`, "latin1")), [{ code: "encoding_unknown", line: 3 }]],
    [
      "is UTF-16 without its mark",
      new Uint8Array(Buffer.from(body, "utf16le")),
      [{ code: "utf16_without_mark", line: null }],
    ],
    [
      "is UTF-16 cut in half",
      new Uint8Array([...Buffer.from(`\ufeff${body}`, "utf16le"), 0x41]),
      [{ code: "utf16_damaged", line: null }],
    ],
    [
      "misses columns",
      "recipient_name,amount,reference\n",
      [
        { code: "missing_column", line: 1 },
        { code: "missing_column", line: 1 },
      ],
    ],
    ["misspells a column", body.replace("amount", "ammount"), [{ code: "misspelled_column", line: 1 }]],
    ["names a column twice", `${header},E mail\n`.replace("E mail", "EMAIL"), [{ code: "duplicate_column", line: 1 }]],
    ["names a column and its alias", `${header},external_id\n`, [{ code: "duplicate_column", line: 1 }]],
    [
      "never closes a quotation mark",
      `${body}\n"Ada,x@example.com,1,USD,R2\n${row("R3")}\n`,
      [{ code: "unclosed_quote", line: 4 }],
    ],
    [
      "never closes one in a later cell",
      `${body}Ada,"x@example.com,1,USD,R2\n${row("R3")}\n`,
      [{ code: "unclosed_quote", line: 3 }],
    ],
    ["has text after a quotation mark", `${body}"Ada" B,"x, y" z,1,USD,R2\n`, [{ code: "text_after_quote", line: 3 }]],
    [
      "has two quoted texts in one cell",
      `${body}"" "Ada,x@example.com",1,USD,R2\n`,
      [{ code: "text_after_quote", line: 3 }],
    ],
    [
      "has a stray quotation mark in a row of too many cells",
      `${body}Ada "B, C",x@example.com,1,USD,R2\n`,
      [{ code: "stray_quote", line: 3 }],
    ],
    [
      "has a stray quotation mark behind a line break of its row",
      `${body}"Ada\nB",x "y" z,1,USD,R2\n`,
      [{ code: "stray_quote", line: 4 }],
    ],
    ["has a stray quotation mark in its header", `a "b" c,${header}\n${row("R1")}`, [{ code: "stray_quote", line: 1 }]],
  ])("because it %s is refused as a whole, with the place", async (_, input, faults) => {
    expect(await refusal(input)).toEqual(faults);
  });

  it("is refused at the line where an endless row begins, however the file arrives", async () => {
    const endless = `"${"a,b\n".repeat(maxRecordLength / 3)}`;
    expect(await refusal(`${body}\n${endless}`)).toEqual([{ code: "record_too_long", line: 4 }]);
    expect(await refusal(`${body}\n${"a".repeat(4 * maxRecordLength)}\n`)).toEqual([
      { code: "record_too_long", line: 4 },
    ]);
    expect(await refusal(`"${header}\n${"a,b\n".repeat(maxRecordLength / 3)}`)).toEqual([
      { code: "record_too_long", line: 1 },
    ]);
  });

  it("is refused at its first row over the limit, without reading on", async () => {
    const rows = Buffer.from("a,b,c,d,e\n".repeat(100_000));
    async function* endless() {
      yield Buffer.from(`${header}\n`);
      for (;;) yield await Promise.resolve(rows);
    }
    const opened = await openBatchFile({ format: "csv", sheet: null, bytes: endless });
    if ("faults" in opened) throw new Error("refused too early");
    let count = 0;
    const reading = async () => {
      for await (const { records } of opened.records) count = records.at(-1)!.line - 1;
    };
    const fault: unknown = await reading().catch((error: unknown) => error);
    expect(fault instanceof FileFault && fault.faults.map(({ code }) => code)).toEqual(["too_many_records"]);
    expect(count).toBe(maxRecords);
  }, 120_000);
});

describe("a first line that sets the separator", () => {
  it.each([";", "\t", "|", ","])("is obeyed and is not the header: %j", async (separator) => {
    const file = `sep=${separator}\r\n${header},note\n${row("R1")},"a;b,c|d"`
      .replaceAll(/,(?=[^"]*(?:"[^"]*"[^"]*)*$)/g, separator)
      .replace(/^sep=.*$/m, `sep=${separator}`);
    expect((await inspect(file)).accepted).toEqual([{ ...expected[0], line: 3, extra: { note: "a;b,c|d" } }]);
  });

  it("is refused when no file uses that separator", async () => {
    expect(await refusal(`sep=^\n${header}`)).toEqual([{ code: "separator_unknown", line: 1 }]);
  });
});

describe("a bank's file", () => {
  const nacha = [
    "101 99999999912104288219062400000A094101BANK OF NOWHERE        HARBOR MUTUAL                   ",
    "5220HARBOR MUTUAL                       121042882 PPDREFUND    190625   1121042880000001",
  ].join("\n");
  const iso =
    '<?xml version="1.0"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"><CstmrCdtTrfInitn/>';
  it.each([
    ["file_is_nacha", nacha],
    ["file_is_nacha", nacha.replaceAll("\n", "\r\n")],
    ["file_is_iso20022", iso],
    ["file_is_swift", "{1:F01BANKDEFFXXXX0000000000}{2:I101BANKDEFFXXXXN}{4:\n:20:REF1\n"],
    ["file_is_swift", ":20:REF1\n:28D:1/1\n:50H:/123\n"],
  ])("is refused by its name: %s", async (code, file) => {
    expect(await refusal(file)).toEqual([{ code, line: null }]);
  });
});
