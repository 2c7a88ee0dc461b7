import { describe, expect, it } from "vitest";
import { templateFile } from "@/lib/batches/file-format/columns";
import { bytesOf as bytes, judgeAll, readFile } from "@/tests/support/read-batch-file";
import { codes, header, row, inspect, read, context } from "@/tests/support/parsed-text";

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

describe("a file with the same content", () => {
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

  it("reads the same in UTF-8 with a byte order mark and in UTF-16 with either byte order", async () => {
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

  it("can have spaces around its cells and quotation marks around any of them", async () => {
    expect((await inspect(`${header}\n "Ada Byron" , ada@example.com ,"12.50",USD, R1 `)).accepted).toEqual(expected);
  });
});

describe("a file", () => {
  it("keeps quoted separators and doubled quotation marks, as in RFC 4180", async () => {
    expect((await inspect(`${header}\n${row("R1", '"Byron, ""Ada"""')}`)).accepted[0]?.recipientName).toBe(
      'Byron, "Ada"',
    );
  });

  it("keeps the leading zeros of a reference", async () => {
    expect((await inspect(`${header}\n${row("000123")}`)).accepted[0]?.reference).toBe("000123");
  });

  it("skips blank lines, and keeps the line numbers of a text editor", async () => {
    const note = '"two\r\nlines"';
    const text = `\r\n${header},note\r\n\r\n  \r\n${row("R1")},${note}\r\n,,,,,\r\n${row("R2")},x\r\n\r\n`;
    expect((await inspect(text)).accepted.map(({ line }) => line)).toEqual([5, 8]);
  });

  it("can have columns that Meridian does not know, and lists those that are not read", async () => {
    const file = await read(`${header},note,status\n${row("R1")},hello,new`);
    expect([judgeAll(file, context).accepted, file.header.ignored]).toEqual([
      [{ ...expected[0]!, extra: { note: "hello" } }],
      ["status"],
    ]);
  });

  it("with a column called __proto__ is read normally and changes nothing", async () => {
    const { refused } = await inspect(`${header},__proto__\n${row("R1", "")},polluted`);
    expect(Object.entries(refused[0]!.values)).toContainEqual(["__proto__", "polluted"]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it("made from the template is accepted unchanged", async () => {
    expect(await inspect(templateFile())).toMatchObject({ accepted: [{ line: 2 }], refused: [] });
  });
});

describe("a row", () => {
  it("with too few or too many cells is refused, and its cells are never shifted", async () => {
    expect(await codes(`${header}\nada@example.com,12.50,USD,R1`)).toEqual(["too_few_cells"]);
    expect(await codes(`${header}\n,${row("R1")}`)).toEqual(["too_many_cells"]);
    expect(await codes(`${header}\n${row("R1")},`)).toEqual(["too_many_cells"]);
  });

  it("with a value in a column without a name is refused", async () => {
    expect(await codes(`${header},\n${row("R1")},stray\n${row("R2")},`)).toEqual(["unnamed_cell"]);
  });

  it("with a repeated reference names the first line that has it, even when that line was refused", async () => {
    const { refused } = await inspect(`${header}\n${row("R1", "")}\n\n${row("R1")}`);
    expect(refused[1]).toMatchObject({
      line: 4,
      errors: [{ code: "reference_repeated", message: "Line 2 of this file has the reference “R1” already." }],
    });
  });

  it("with a reference that a payout has is refused, names it, and says whether anything differs", async () => {
    const payout = {
      recipientName: "Ada Byron",
      recipientEmail: "Ada@example.com",
      amountMinor: 1250n,
      currency: "USD",
    };
    const against = async (change: Partial<typeof payout>, line = row("R1")) => {
      const named = new Map([["R1", { ...payout, ...change }]]);
      const { refused } = judgeAll(await read(`${header}\n${line}`), context, named);
      return refused[0]?.errors.map(({ code, message }) => [code, message]);
    };
    expect(await against({})).toEqual([
      [
        "reference_used",
        "The payout “R1” exists already. Nothing differs: it has the same name, email, amount and currency.",
      ],
    ]);
    expect(await against({ amountMinor: 1n })).toEqual([
      ["reference_used", "The payout “R1” exists already. This row has another amount."],
    ]);
    expect(await against({ recipientName: "Eve", currency: "EUR", amountMinor: 1n })).toEqual([
      ["reference_used", "The payout “R1” exists already. This row has another recipient name, amount and currency."],
    ]);
    // What could not be read is not the same.
    expect(await against({}, row("R1").replace("12.50", "12,50"))).toMatchObject([
      ["too_many_cells", expect.any(String)],
    ]);
    expect(await against({}, row("R1").replace("12.50", "twelve"))).toEqual([
      ["amount_not_a_number", expect.any(String)],
      ["reference_used", "The payout “R1” exists already. This row has another amount."],
    ]);
  });

  it("with a cell over several lines is refused, so that it cannot hide other rows", async () => {
    expect(
      (await inspect(`${header}\n${row("R1")}\n"Ada,ada@example.com,1,USD,R2\n${row("R3")}\n",x@example.com,1,USD,R4`))
        .refused,
    ).toMatchObject([
      { line: 3, errors: [{ code: "spans_lines", message: expect.stringContaining("from line 3 to line 5") }] },
    ]);
    expect(await codes(`${header},note\n${row("R1")},"fine\n${row("R2")},"`)).toEqual(["spans_lines"]);
  });

  it("with a NUL in a read value is refused, and so is a header whose names differ only by a NUL", async () => {
    expect(await codes(`${header}\n${row("R1\u0000")}`)).toEqual(["lost_character"]);
    const parsed = await readFile(`${header},note\u0000,note\ufffd\n${row("R1")},,`);
    expect(parsed).toMatchObject({
      faults: [{ code: "duplicate_column", column: "note\ufffd", message: expect.stringContaining("note\ufffd") }],
    });
  });

  it("keeps every cell as it was written, for a later repair", async () => {
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
