import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { columnNames, requiredColumns, type ColumnName } from "@/lib/payouts/fields/table";
import { delimiters } from "@/lib/batches/reading/csv-cells";
import { bytesOf, judgeAll, readFile } from "@/tests/support/read-batch-file";
import { context, header, inspect, read, row } from "@/tests/support/parsed-text";
import { workbook } from "@/tests/support/workbook";

const values: Record<ColumnName, string> = {
  recipient_name: "Amara Okafor",
  email: "amara@example.com",
  amount: "100.50",
  currency: "USD",
  reference: "CLM-9007",
  expires_at: "2027-03-31",
  verification_code: "N19GU",
  language: "es",
};
const accepted = [
  expect.objectContaining({
    recipientName: "Amara Okafor",
    recipientEmail: "amara@example.com",
    amountMinor: 10_050n,
    currency: "USD",
    reference: "CLM-9007",
  }),
];
const faultsOf = async (file: string | Uint8Array) => {
  const parsed = await readFile(file);
  return "faults" in parsed ? parsed.faults : [];
};
const advised = async (file: string) => (await faultsOf(file)).map(({ message }) => message);

/** The same name in other letters: camelCase, joined, in capitals, with the mark of a required column. */
const spellings: ((words: string[]) => string)[] = [
  (words) => words.join("_"),
  (words) => words.join(""),
  (words) => words.join(" ").toUpperCase(),
  (words) => words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join("-"),
  ([first = "", ...words]) => first + words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join(""),
  (words) => ` ${words.join("  ")}* `,
  (words) => `\u200b${words.join(" ")}:`,
  (words) => words.join("\u00a0").replace("e", "é"),
];

describe("the name of a column", () => {
  it("is known in every spelling: case, accents, spaces, joined words and hidden characters never matter", () =>
    fc.assert(
      fc.asyncProperty(
        fc.tuple(...columnNames.map(() => fc.constantFrom(...spellings))),
        fc.shuffledSubarray(columnNames, { minLength: columnNames.length }),
        async (spelled, columns) => {
          const names = columns.map((name, index) => spelled[index]!(name.split("_")));
          const file = `${names.join(",")}\n${columns.map((name) => values[name]).join(",")}`;
          expect((await inspect(file)).accepted).toEqual(accepted);
        },
      ),
      { numRuns: 100 },
    ));

  it.each([
    ["Name,Email,Amount,Currency,Reference"],
    ["recipientName,recipientEmail,amount,currency,externalId"],
    ["Payee Name,E-mail address,Importe,Moneda,Referencia"],
    ["beneficiary_name,Courriel,Montant,Devise,Référence"],
  ])("may be one that cannot mean anything else: %s", async (names) => {
    expect((await inspect(`${names}\nAmara Okafor,amara@example.com,100.50,USD,CLM-9007`)).accepted).toEqual(accepted);
  });

  it("of the column itself counts before every other, which is then a column like any that Meridian does not know", async () => {
    const file = await read(`Name,recipient_email,${header}\nAcme,other@example.com,${row("R1")}`);
    expect(judgeAll(file, context).accepted).toMatchObject([
      { recipientName: "Ada Byron", recipientEmail: "ada@example.com" },
    ]);
    expect(file.header).toMatchObject({ extra: [{ name: "Name" }], ignored: ["recipient_email"], notes: [] });
  });

  it("is refused where two other names mean the same column", async () => {
    expect(await faultsOf("Name,Full name,email,amount,currency,reference\nA,B,c@example.com,1,USD,R")).toMatchObject([
      { code: "duplicate_column", message: expect.stringContaining("Name, Full name") },
    ]);
  });
});

describe("a header that names no column exactly", () => {
  it("gets the meant column for each of its names", async () => {
    expect(await advised("Recipient,Payee email,Payment amount,Payment currency,Payment reference\na,b,c,d,e")).toEqual(
      [
        "The column “Recipient” is not known. Did you mean recipient_name?",
        "The column “Payee email” is not known. Did you mean email?",
        "The column “Payment amount” is not known. Did you mean amount?",
        "The column “Payment currency” is not known. Did you mean currency?",
        "The column “Payment reference” is not known. Did you mean reference?",
      ],
    );
  });

  it.each<[string, ColumnName]>([
    ["customeremail", "email"],
    ["EmailAddress2", "email"],
    ["ammount", "amount"],
    ["Amount (USD)", "amount"],
    ["Total payment", "amount"],
    ["curency", "currency"],
    ["CCY", "currency"],
    ["amountCurrency", "currency"],
    ["Payment ref.", "reference"],
    ["INVOICE_ID", "reference"],
    ["refrence", "reference"],
    ["Payee", "recipient_name"],
    ["Name of the beneficiary", "recipient_name"],
    ["Nom", "recipient_name"],
  ])("is asked about %s as %s", async (name, column) => {
    const others = requiredColumns.filter((one) => one !== column);
    expect(await faultsOf(`${name},${others.join(",")}\n1,2,3,4,5`)).toMatchObject([
      { code: "misspelled_column", column, value: name },
    ]);
  });

  it.each([
    ["Sender name", "recipient_name"],
    ["Recipient type", "recipient_name"],
    ["sourceCurrency", "currency"],
    ["Sender ID", "reference"],
    ["Payment date", "amount"],
    ["Sort code", "verification_code"],
    ["Content", "amount"],
  ] as const)("is not told that %s is %s", async (name, column) => {
    const others = requiredColumns.filter((one) => one !== column);
    const parsed = await readFile(`${name},${others.join(",")}\n${others.map(() => "1").join(",")},2`);
    if ("faults" in parsed) expect(parsed.faults).toMatchObject([{ code: "missing_column", column }]);
    else expect(parsed.header.notes.join()).not.toContain("rename");
  });
});

describe("a column that resembles an optional one", () => {
  it.each([
    ["Code", "verification code", "verification_code"],
    ["Verification", "verification code", "verification_code"],
    ["expires_on", "expires at", "expires_at"],
    ["expire_at", "expires at", "expires_at"],
    ["Expiry Date", "expires at", "expires_at"],
  ])("is not read, and %s is noted", async (name, label, column) => {
    const file = await read(`${header},${name}\n${row("R1")},10115`);
    expect(judgeAll(file, context).accepted).toMatchObject([{ verificationCode: null, expiresAt: null }]);
    expect([file.header.ignored, file.header.notes]).toEqual([
      [name],
      [`The column ${name} was not read. If it is the ${label}, rename it to ${column}.`],
    ]);
  });

  it("is not noted where that column is there too", async () => {
    expect((await read(`${header},expires_at,expires_on\n${row("R1")},,x`)).header).toMatchObject({
      extra: [{ name: "expires_on" }],
      notes: [],
    });
  });
});

describe("a title above the header", () => {
  const title = ["Harbor Mutual - Claims payable,,,,", "Currency,USD,,,", "", header].join("\n");
  const file = `${title}\n${row("R1")}\n`;

  it("is not read and is noted; the rows keep the lines of the file, with every separator", async () => {
    for (const separator of delimiters) {
      const parsed = await read(file.replaceAll(",", separator));
      expect(judgeAll(parsed, context)).toMatchObject({ accepted: [{ line: 5 }], refused: [] });
      expect(parsed.header.notes).toEqual([
        "The header stands on line 4. What is above it was not read: line 1 “Harbor Mutual - Claims payable”, line 2 “Currency USD”.",
      ]);
    }
  });

  it("is found however the file arrives", async () => {
    for (const text of [file, `sep=,\n${file}`]) {
      const bytes = bytesOf(text);
      const whole = await readFile(bytes);
      expect("faults" in whole).toBe(false);
      expect(await readFile(bytes, { cuts: [...bytes.keys()] })).toEqual(whole);
    }
  });

  it("is found in a workbook, whose amounts and days are read as below any header", async () => {
    const cells = [
      ["Claims payable"],
      ["Run date", "27 Nov 2026"],
      [...header.split(","), "expires_at"],
      ["Ada Byron", "ada@example.com", { number: "12.5", format: "0" }, "USD", "R1"],
    ];
    const parsed = await readFile(workbook(cells));
    if ("faults" in parsed) throw new Error(parsed.faults[0]?.message);
    expect(judgeAll(parsed, context)).toMatchObject({ accepted: [{ line: 4, amountMinor: 1_250n }], refused: [] });
  });

  it("may be a line of other names for the same columns", async () => {
    const friendly = "Payee,Payee email,Payment amount,Payment currency,Payment reference";
    expect((await inspect(`${friendly}\n${header}\n${row("R1")}`)).accepted).toMatchObject([{ line: 3 }]);
  });

  it("is looked for in twenty lines, and never swallows a payout", async () => {
    const titles = (count: number) => "Claims payable,\n".repeat(count);
    expect((await inspect(`${titles(19)}${header}\n${row("R1")}`)).accepted).toMatchObject([{ line: 21 }]);
    expect(await faultsOf(`${titles(20)}${header}\n${row("R1")}`)).toMatchObject([{ code: "no_header", line: 1 }]);
    expect(await faultsOf(`Claims payable\n${row("R0")}\n${header}\n${row("R1")}`)).toMatchObject([
      { code: "header_below_rows", line: 3 },
    ]);
  });

  it("does not hide what is wrong with the header below it", async () => {
    expect(await faultsOf(`Claims payable,,\nPayee,Payee email,Payment amount\nA,a@example.com,1`)).toMatchObject([
      { code: "misspelled_column", line: 2 },
      { code: "misspelled_column", line: 2 },
      { code: "misspelled_column", line: 2 },
      { code: "missing_column", line: 2 },
      { code: "missing_column", line: 2 },
    ]);
  });
});

describe("a file without a header", () => {
  it.each([",", ";", "|"])("gets one to put above its rows, with its own separator %j", async (separator) => {
    const file =
      "amara@example.com,100.50,USD,ID001,Here is your money,PAYPAL\nliam@example.com,75.00,USD,ID002,,PAYPAL";
    const [fault] = await faultsOf(file.replaceAll(",", separator));
    expect(fault).toMatchObject({
      code: "header_missing",
      message:
        "This file has no header line; line 1 holds values: column 1 like email, column 2 like amount, column 3 like currency, column 4 like reference.",
    });
    const names = ["email", "amount", "currency", "reference", "note", "wallet"].join(separator);
    expect(fault!.suggestion).toBe(
      `Check this header, and put it above the rows: “${names}”. Nothing looks like recipient_name: add that to every row.`,
    );
  });

  it("is read as soon as that header stands above it", async () => {
    const rows = "CLM-9007,Amara Okafor,100.50,USD,amara@example.com,2026-11-27";
    const [fault] = await faultsOf(rows);
    const [, names] = /rows: “(\S+)”\.$/.exec(fault!.suggestion)!;
    expect((await inspect(`${names}\n${rows}`)).accepted).toEqual(accepted);
  });
});
