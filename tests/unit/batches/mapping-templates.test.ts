import { expect, it } from "vitest";
import type { HeadRecord } from "@/lib/batches/file-format/mapping/mapping";
import { lackingColumns, recognized, templates } from "@/lib/batches/file-format/mapping/templates";
import { context } from "@/tests/support/parsed-text";
import { judgeAll, readFile } from "@/tests/support/read-batch-file";

/** Files in the shapes of other systems; the rows are made up. `lacks`: what a person has to say; null where it is no use. */
const files: { name: string; text: string; lacks: string[] | null; reads?: object }[] = [
  {
    name: "Wise, email recipients",
    text: "name,recipientEmail,paymentReference,receiverType,amountCurrency,amount,sourceCurrency,targetCurrency\nAmara Okafor,amara@example.com,CLM-1,PERSON,source,100.50,USD,EUR",
    lacks: [],
    reads: { recipientName: "Amara Okafor", amountMinor: 10050n, currency: "USD", reference: "CLM-1" },
  },
  {
    name: "Wise, bank accounts",
    text: "name,recipientEmail,paymentReference,referenceNumber,receiverType,amountCurrency,amount,sourceCurrency,targetCurrency,IBAN\nAmara Okafor,amara@example.com,CLM-1,77,PERSON,target,100.50,USD,EUR,GB82WEST12345698765432",
    lacks: [],
    reads: { recipientName: "Amara Okafor", amountMinor: 10050n, currency: "EUR", reference: "CLM-1" },
  },
  {
    name: "Revolut, bulk payments",
    text: "Name,Recipient type,Account number,Sort code (BSB),Currency,Amount,Payment reference\nAmara Okafor,INDIVIDUAL,12345678,401276,GBP,12.50,CLM-1",
    lacks: null,
  },
  {
    name: "Stellar Disbursement Platform, by email",
    text: "email,id,amount,verification\namara@example.com,CLM-1,12.50,1990-01-01",
    lacks: ["recipient_name", "currency"],
  },
  {
    name: "Stellar Disbursement Platform, by phone",
    text: "phone,id,amount,verification\n+14155550100,CLM-1,12.50,1990-01-01",
    lacks: null,
  },
  {
    name: "Mifos bulk payments",
    text: "id,request_id,payment_mode,payer_identifier_type,payer_identifier,payee_identifier_type,payee_identifier,amount,currency,note\n0,r1,mojaloop,MSISDN,27713803912,MSISDN,27713803913,12.50,USD,hi",
    lacks: null,
  },
  {
    name: "payment links",
    text: "INVOICE_ID,AMOUNT,CUSTOMER_SURNAME,CUSTOMER_GIVEN_NAME,CURRENCY,CUSTOMER_EMAIL\nCLM-1,100.50,Okafor,Amara,USD,amara@example.com",
    lacks: [],
    reads: { recipientName: "Amara Okafor", amountMinor: 10050n, currency: "USD", reference: "CLM-1" },
  },
  {
    name: "payouts separated by |, with first and last name",
    text: "Reference Number|Sender ID|Recipient First Name|Recipient Last Name|Recipient Email|Phone|Amount|Currency|Verification Code\nCLM-1|HARBOR|Amara|Okafor|amara@example.com|1|100.50|USD|N19GU",
    lacks: [],
    reads: { recipientName: "Amara Okafor", amountMinor: 10050n, reference: "CLM-1", verificationCode: "N19GU" },
  },
  {
    name: "gift rewards",
    text: "First Name,Last Name,Email,Amount,External Reference\nAmara,Okafor,amara@example.com,100.50,CLM-1",
    lacks: ["currency"],
  },
  {
    name: "IBAN payments",
    text: "beneficiary_name,iban,amount,currency,reference\nAmara Okafor,GB82WEST12345698765432,12.50,GBP,CLM-1",
    lacks: null,
  },
  {
    name: "French columns",
    text: "Nom;Courriel;Montant;Devise;Référence\nAmara Okafor;amara@example.com;100.50;EUR;CLM-1",
    lacks: [],
    reads: { recipientName: "Amara Okafor", amountMinor: 10050n, currency: "EUR", reference: "CLM-1" },
  },
  {
    name: "Spanish columns",
    text: "Nombre,Correo electrónico,Importe,Moneda,Referencia\nAmara Okafor,amara@example.com,100.50,EUR,CLM-1",
    lacks: [],
    reads: { recipientName: "Amara Okafor", amountMinor: 10050n, currency: "EUR", reference: "CLM-1" },
  },
  {
    name: "PayPal Payouts, without a header",
    text: "amara@example.com,100.50,USD,CLM-1,Here is your money,PAYPAL\nliam@example.com,75.00,USD,CLM-2,,PAYPAL",
    lacks: ["recipient_name"],
  },
  {
    name: "PayPal Payouts, without a header",
    text: "amara@example.com\t100.50\tUSD\tCLM-1\tThank you",
    lacks: ["recipient_name"],
  },
];

const recordsOf = (text: string): HeadRecord[] =>
  text.split("\n").map((line, index) => ({ line: index + 1, cells: line.split(/[,;|\t]/) }));

it.each(files)(
  "a file in the shape “$name” is recognized, and what it lacks is known",
  async ({ name, text, ...is }) => {
    const known = recognized(recordsOf(text))!;
    expect(known.name).toBe(name);
    expect(known.mapping && lackingColumns(known.mapping)).toEqual(is.lacks);
    if (!is.reads) return;
    const read = await readFile(text, { mapping: known.mapping });
    if ("faults" in read) throw new Error(JSON.stringify(read.faults));
    expect(judgeAll(read, context)).toMatchObject({ accepted: [is.reads], refused: [] });
  },
);

it("every template has such a file", () => {
  expect(templates.map(({ name }) => name).filter((name) => !files.some((one) => one.name === name))).toEqual([]);
});

it("a file with a column more, or less, or a name twice, is no known file", () => {
  const header = "Nom;Courriel;Montant;Devise;Référence";
  for (const other of [`${header};Code`, `${header};Nom`, header.replace("Nom;", "")])
    expect(recognized(recordsOf(`${other}\nAda`))).toBeUndefined();
});

it("a Wise file whose amount is in neither currency refuses the row", async () => {
  const text = files[0]!.text.replace(",source,", ",both,");
  const read = await readFile(text, { mapping: recognized(recordsOf(text))!.mapping });
  if ("faults" in read) throw new Error("not read");
  expect(judgeAll(read, context).refused.map(({ errors }) => errors[0]!.code)).toEqual(["required"]);
});
