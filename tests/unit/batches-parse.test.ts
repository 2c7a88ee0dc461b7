import { describe, expect, it } from "vitest";
import { templateFile } from "@/lib/batches/file-format/columns";
import { maxColumns, maxRecordLength, maxRecords } from "@/lib/batches/file-format/limits";
import { openBatchFile } from "@/lib/batches/reading/open-file";
import { FileFault } from "@/lib/batches/reading/records";
import { bytesOf as bytes, judgeAll, readFile, type ReadFile } from "@/tests/support/read-batch-file";

const header = "recipient_name,email,amount,currency,reference";
const row = (reference: string, name = "Ada Byron") => `${name},ada@example.com,12.50,USD,${reference}`;
const context = { now: new Date("2026-11-23T12:00:00Z"), timeZone: "America/New_York" };

async function read(input: string | Uint8Array): Promise<ReadFile> {
  const file = await readFile(input);
  if ("faults" in file) throw new Error(`refused: ${file.faults.map((fault) => fault.code).join(", ")}`);
  return file;
}
const inspect = async (input: string | Uint8Array) => judgeAll(await read(input), context);
const refusal = async (input: string | Uint8Array) => {
  const file = await readFile(input);
  return "faults" in file ? file.faults.map(({ code, line }) => ({ code, line })) : [];
};
const codes = async (input: string | Uint8Array) =>
  (await inspect(input)).refused.flatMap(({ errors }) => errors.map((error) => error.code));

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
  },
];

describe("a file that means the same", () => {
  it.each([",", ";", "\t", "|"])("reads the same with %j between its cells", async (separator) => {
    expect((await inspect(`${header}\n${row("R1")}`.replaceAll(",", separator))).accepted).toEqual(expected);
  });

  it.each([
    ["LF", "\n"],
    ["CRLF", "\r\n"],
    ["CR", "\r"],
  ])("reads the same with %s line ends", async (_, end) => {
    const text = [header, row("R1"), "", row("R2", '"Byron, Ada"'), ""].join(end);
    expect((await inspect(text)).accepted.map(({ line, recipientName }) => [line, recipientName])).toEqual([
      [2, "Ada Byron"],
      [4, "Byron, Ada"],
    ]);
  });

  it("reads the same when its line ends are mixed", async () => {
    expect(
      (await inspect(`${header}\r\n${row("R1")}\n${row("R2")}\r${row("R3")}`)).accepted.map(({ line }) => line),
    ).toEqual([2, 3, 4]);
  });

  it("reads the same in UTF-8 with a byte order mark and in UTF-16 with either one", async () => {
    const text = `\ufeff${header}\r\n${row("R1", "Þórdís 王秀英 😀")}`;
    const little = new Uint8Array(Buffer.from(text, "utf16le"));
    const big = new Uint8Array(Buffer.from(text, "utf16le").swap16());
    for (const file of [bytes(text), little, big])
      expect((await inspect(file)).accepted[0]?.recipientName).toBe("Þórdís 王秀英 😀");
  });

  it("reads the same with its columns in any order, case and known alias", async () => {
    const files = [
      "Reference_Number|CURRENCY|Amount|E-Mail|Recipient Name",
      "EXTERNAL-ID|currency| amount |EMAIL|recipient-name",
    ].map((names) => names.replace("E-Mail", "Email"));
    for (const names of files)
      expect((await inspect(`${names}\nR1|USD|12.50|ada@example.com|Ada Byron`)).accepted).toEqual(expected);
  });

  it("may have spaces around its cells and quotation marks around any of them", async () => {
    expect((await inspect(`${header}\n "Ada Byron" , ada@example.com ,"12.50",USD, R1 `)).accepted).toEqual(expected);
  });
});

describe("a file", () => {
  it("keeps what RFC 4180 quotes: separators, and marks written twice", async () => {
    expect((await inspect(`${header}\n${row("R1", '"Byron, ""Ada"""')}`)).accepted[0]?.recipientName).toBe(
      'Byron, "Ada"',
    );
  });

  it("keeps the leading zeros of a reference", async () => {
    expect((await inspect(`${header}\n${row("000123")}`)).accepted[0]?.reference).toBe("000123");
  });

  it("has its blank lines skipped, and its line numbers stay those of an editor", async () => {
    const note = '"two\r\nlines"';
    const text = `\r\n${header},note\r\n\r\n  \r\n${row("R1")},${note}\r\n,,,,,\r\n${row("R2")},x\r\n\r\n`;
    expect((await inspect(text)).accepted.map(({ line }) => line)).toEqual([5, 8]);
  });

  it("may have columns that are not read, and says which", async () => {
    const file = await read(`${header},note\n${row("R1")},hello`);
    expect([judgeAll(file, context).accepted, file.header.ignored]).toEqual([expected, ["note"]]);
  });

  it("with a column called __proto__ is read like any other and changes nothing", async () => {
    const { refused } = await inspect(`${header},__proto__\n${row("R1", "")},polluted`);
    expect(Object.entries(refused[0]!.values)).toContainEqual(["__proto__", "polluted"]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it("made from the template is accepted as it is", async () => {
    expect(await inspect(templateFile())).toMatchObject({ accepted: [{ line: 2 }], refused: [] });
  });
});

describe("a row", () => {
  it("with too few or too many cells is refused and never shifted", async () => {
    expect(await codes(`${header}\nada@example.com,12.50,USD,R1`)).toEqual(["too_few_cells"]);
    expect(await codes(`${header}\n,${row("R1")}`)).toEqual(["too_many_cells"]);
    expect(await codes(`${header}\n${row("R1")},`)).toEqual(["too_many_cells"]);
  });

  it("with a value under no name is refused", async () => {
    expect(await codes(`${header},\n${row("R1")},stray\n${row("R2")},`)).toEqual(["unnamed_cell"]);
  });

  it("that repeats a reference names the first line that has it, even when that line was refused", async () => {
    const { refused } = await inspect(`${header}\n${row("R1", "")}\n\n${row("R1")}`);
    expect(refused[1]).toMatchObject({
      line: 4,
      errors: [{ code: "reference_repeated", message: "Line 2 of this file has the reference “R1” already." }],
    });
  });

  it("with a reference that a payout has is refused and names it", async () => {
    const { refused } = judgeAll(await read(`${header}\n${row("R1")}`), context, new Set(["R1"]));
    expect(refused[0]?.errors).toMatchObject([{ code: "reference_used", message: "The payout “R1” exists already." }]);
  });

  it("whose cell runs over the lines below says so, so that no row is swallowed unseen", async () => {
    expect(
      (await inspect(`${header}\n${row("R1")}\n"Ada,ada@example.com,1,USD,R2\n${row("R3")}\n",x@example.com,1,USD,R4`))
        .refused,
    ).toMatchObject([
      { line: 3, errors: [{ code: "spans_lines", message: expect.stringContaining("from line 3 to line 5") }] },
    ]);
    expect(await codes(`${header},note\n${row("R1")},"fine\n${row("R2")},"`)).toEqual(["spans_lines"]);
  });

  it("with a NUL in a value that is read is refused for it, and so is a header with two names that only a NUL tells apart", async () => {
    expect(await codes(`${header}\n${row("R1\u0000")}`)).toEqual(["lost_character"]);
    const parsed = await readFile(`${header},note\u0000,note\ufffd\n${row("R1")},,`);
    expect(parsed).toMatchObject({
      faults: [{ code: "duplicate_column", column: "note\ufffd", message: expect.stringContaining("note\ufffd") }],
    });
  });

  it("keeps every cell as it was written, for whoever repairs it", async () => {
    expect(
      (await inspect(`${header},note\n${row("R1", "")},"a\u0000b"\n${row("R2")},x,y`)).refused.map(
        ({ values }) => values,
      ),
    ).toEqual([
      {
        recipient_name: "",
        email: "ada@example.com",
        amount: "12.50",
        currency: "USD",
        reference: "R1",
        note: "a\ufffdb",
      },
      {
        recipient_name: "Ada Byron",
        email: "ada@example.com",
        amount: "12.50",
        currency: "USD",
        reference: "R2",
        note: "x",
        "(cell 7)": "y",
      },
    ]);
  });
});

describe("a file that cannot be used", () => {
  const body = `${header}\n${row("R1")}\n`;
  it.each<[string, string | Uint8Array, { code: string; line: number | null }[]]>([
    ["is empty", "", [{ code: "file_empty", line: null }]],
    ["is blank", "\ufeff \r\n\n", [{ code: "file_empty", line: null }]],
    ["has only separators", ",,,\n,,,", [{ code: "no_header", line: 1 }]],
    ["has no rows", `${header}\n\n`, [{ code: "file_without_rows", line: null }]],
    ["has no header", row("R1"), [{ code: "no_header", line: 1 }]],
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
    ["calls the optional column by another name", `${header},expires_on\n`, [{ code: "misspelled_column", line: 1 }]],
    [
      "nearly names the optional column",
      `${header},expire_at\n${row("R1")},`,
      [{ code: "misspelled_column", line: 1 }],
    ],
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
    [
      "has text after a quotation mark",
      `${body}"Ada" B,x@example.com,1,USD,R2\n`,
      [{ code: "text_after_quote", line: 3 }],
    ],
    ["has a stray quotation mark", `${body}Ada "B" C,x@example.com,1,USD,R2\n`, [{ code: "stray_quote", line: 3 }]],
  ])("because it %s is refused as a whole, with the place", async (_, input, faults) => {
    expect(await refusal(input)).toEqual(faults);
  });

  it("because a row has no end in sight is refused where that row begins, however the file arrives", async () => {
    const endless = `"${"a,b\n".repeat(maxRecordLength / 3)}`;
    expect(await refusal(`${body}\n${endless}`)).toEqual([{ code: "record_too_long", line: 4 }]);
    expect(await refusal(`${body}\n${"a".repeat(4 * maxRecordLength)}\n`)).toEqual([
      { code: "record_too_long", line: 4 },
    ]);
    expect(await refusal(`"${header}\n${"a,b\n".repeat(maxRecordLength / 3)}`)).toEqual([
      { code: "record_too_long", line: 1 },
    ]);
  });

  it("because it has one row too many is refused when that row comes, and holds no more than a piece of it until then", async () => {
    const rows = Buffer.from("a,b,c,d,e\n".repeat(100_000));
    async function* endless() {
      yield Buffer.from(`${header}\n`);
      for (;;) yield await Promise.resolve(rows);
    }
    const opened = await openBatchFile({ format: "csv", sheet: null, bytes: endless });
    if ("faults" in opened) throw new Error("refused too early");
    let count = 0;
    const reading = async () => {
      for await (const { line } of opened.records) count = line - 1;
    };
    const fault: unknown = await reading().catch((error: unknown) => error);
    expect(fault instanceof FileFault && fault.faults.map(({ code }) => code)).toEqual(["too_many_records"]);
    expect(count).toBe(maxRecords);
  }, 60_000);
});

describe("a first line that names the separator", () => {
  it.each([";", "\t", "|", ","])("is followed and is no header: %j", async (separator) => {
    const file = `sep=${separator}\r\n${header},note\n${row("R1")},"a;b,c|d"`
      .replaceAll(/,(?=[^"]*(?:"[^"]*"[^"]*)*$)/g, separator)
      .replace(/^sep=.*$/m, `sep=${separator}`);
    expect((await inspect(file)).accepted).toEqual([{ ...expected[0], line: 3 }]);
  });

  it("is refused when no file is separated so", async () => {
    expect(await refusal(`sep=^\n${header}`)).toEqual([{ code: "separator_unknown", line: 1 }]);
  });
});
