import { expect, test } from "vitest";
import { mappingOf } from "@/lib/batches/file-format/mapping/roles";
import { recognized } from "@/lib/batches/file-format/mapping/templates";
import { mappingNotes } from "@/lib/batches/file-format/mapping/words";

const answers = {
  headerLine: 2,
  constants: { currency: "EUR" },
  nameFromAddress: false,
  keepsChosen: false,
  decimalMark: ",",
  dateForm: "day_first",
} as const;

test("a mapping says by our labels and by the header as it is written what it takes from where", () => {
  const head = { line: 2, cells: ["Nach-Name", "Vor Name", "E-Mail", "Betrag (brutto)", "Fall Nr.", "Gültig bis"] };
  const roles = ["last_name", "first_name", "email", "amount", "reference", "expires_at"] as const;
  const made = mappingOf({ ...answers, roles: [...roles] }, head);
  if ("problems" in made) throw new Error(made.problems.join(" "));
  const words = [
    "Recipient name: “Vor Name” and “Nach-Name”; Email: “E-Mail”; Amount: “Betrag (brutto)”; Currency: EUR in every row; Reference: “Fall Nr.”; Expires at: “Gültig bis”.",
    "The comma separates decimals: 1.234,56 means 1234.56.",
    "Expires at is written as day, month, year (31.12.2027).",
  ];
  expect(mappingNotes(made.mapping)).toEqual(["The header stands on line 2.", ...words]);
});

test("a column without a name is called by its place, and no word of a sentence is a key of ours", () => {
  const head = { line: 1, cells: ["", "Post to", "Sum", "Case"] };
  const roles = ["recipient_name", "email", "amount", "reference"] as const;
  const made = mappingOf({ ...answers, headerLine: 1, roles: [...roles] }, head);
  const bare = mappingOf(
    { ...answers, headerLine: null, nameFromAddress: true, roles: [null, ...roles.slice(1)] },
    head,
  );
  if ("problems" in made || "problems" in bare) throw new Error("no mapping");
  expect(mappingNotes(made.mapping)[1]).toContain("Recipient name: “Column 1”;");
  expect(mappingNotes(bare.mapping)[1]).toContain("Recipient name: the words before the @ of the email address;");
  expect(mappingNotes(bare.mapping)[1]).toContain("Email: “Column 2”;");
  const wise = "name,recipientEmail,paymentReference,receiverType,amountCurrency,amount,sourceCurrency,targetCurrency";
  const known = recognized([{ line: 1, cells: wise.split(",") }])!.mapping!;
  expect(mappingNotes(known)[1]).toContain(
    "Currency: “sourceCurrency” for “source”, “targetCurrency” for “target” in “amountCurrency”;",
  );
  for (const mapping of [made.mapping, bare.mapping, known]) expect(mappingNotes(mapping).join(" ")).not.toMatch(/_/);
});
