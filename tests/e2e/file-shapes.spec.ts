import type { Page } from "@playwright/test";
import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { payouts } from "@/db/schema/payouts";
import { workbook, type Cell } from "@/tests/support/workbook";
import { create, csv, send, sendToBeAsked, type FileToSend } from "./batch-steps";
import { expect, test } from "./portal";

// Whatever shape their file has, the same two people get the same two payouts, without an edited file.
const people = [
  { first: "Amara", last: "Okafor", email: "amara.okafor@example.com", amount: "100.50", reference: "CLM-1" },
  { first: "Liam", last: "Novak", email: "liam.novak@example.com", amount: "75.00", reference: "CLM-2" },
];
type Person = (typeof people)[number];
const created = people.map(({ first, last, email, amount, reference }) => ({
  name: `${first} ${last}`,
  email,
  amountMinor: BigInt(amount.replace(".", "")),
  currency: "EUR",
  reference,
}));

/** The text of a file: its lines as they are, and a row for each of the two. */
const text = (above: string, row: (one: Person & { name: string }) => string, below = ""): FileToSend =>
  csv(
    "payouts.csv",
    `${above}${people.map((one) => row({ ...one, name: `${one.first} ${one.last}` })).join("\n")}\n${below}`,
  );
const sheet = (header: string, row: (one: Person) => Cell[]): FileToSend => ({
  name: "payouts.xlsx",
  mimeType: "application/octet-stream",
  buffer: workbook([header.split(","), ...people.map(row)]),
});

type Shape = { file: FileToSend; says?: string | RegExp };
const own = "recipient_name,email,amount,currency,reference";
const plainRow = ({ name, email, amount, reference }: Person & { name: string }) =>
  `${name},${email},${amount},EUR,${reference}`;
const wise = "name,recipientEmail,paymentReference,receiverType,amountCurrency,amount,sourceCurrency,targetCurrency";
const wallet = ({ email, amount, reference }: Person) => [email, amount, "EUR", reference, "Thank you", "PAYPAL"];

/** Read at once. `says`: what the review says of the reading. */
const readAtOnce: Record<string, Shape> = {
  "names of our columns in other letters": {
    file: text("recipientName,recipientEmail,Amount,CURRENCY,externalId\n", plainRow),
  },
  "names that can mean nothing else": { file: text("Name,Email,Amount,Currency,Reference\n", plainRow) },
  "a title above the header": {
    file: text(`Harbor Mutual - Claims payable,,,,\nRun date: 27 Nov 2026,,,,\n\n${own}\n`, plainRow),
    says: "The header stands on line 4.",
  },
  "a line of totals below": { file: text(`${own}\n`, plainRow, "Total,,175.50,,\n"), says: "Total" },
  "a column of their own": { file: text(`${own},Code\n`, (one) => `${plainRow(one)},10115`), says: /Code/ },
  "addresses and references with characters that nobody sees": {
    file: text(
      `${own}\n`,
      plainRow,
      "Ada,ada\u200b@example.com,10.00,EUR,E-1\nTim,tim.o’connor@example.com,10.00,EUR,E-3\nZoe,zoe@example.com,10.00,EUR,E-4\u200b\n",
    ),
    says: "U+200B",
  },
  "Wise, email recipients": {
    file: text(
      `${wise}\n`,
      ({ name, email, amount, reference }) => `${name},${email},${reference},PERSON,target,${amount},USD,EUR`,
    ),
    says: "This is a known file: Wise, email recipients",
  },
  "Wise, email recipients, as a workbook that shows money": {
    file: sheet(wise, ({ first, last, email, amount, reference }) => [
      `${first} ${last}`,
      email,
      reference,
      "PERSON",
      "target",
      { number: amount, format: "[$€-407] #,##0.00" },
      "USD",
      "EUR",
    ]),
    says: "This is a known file: Wise, email recipients",
  },
  "Wise, bank accounts": {
    file: text(
      "name,recipientEmail,paymentReference,referenceNumber,receiverType,amountCurrency,amount,sourceCurrency,targetCurrency,IBAN\n",
      ({ name, email, amount, reference }) =>
        `${name},${email},${reference},77,PERSON,source,${amount},EUR,GBP,GB82WEST12345698765432`,
    ),
    says: "The column IBAN was not kept: bank details do not belong in a batch file.",
  },
  "payment links": {
    file: text(
      "INVOICE_ID,AMOUNT,CUSTOMER_SURNAME,CUSTOMER_GIVEN_NAME,CURRENCY,CUSTOMER_EMAIL\n",
      ({ first, last, email, amount, reference }) => `${reference},${amount},${last},${first},EUR,${email}`,
    ),
    says: "This is a known file: payment links",
  },
  "payouts separated by |, with first and last name": {
    file: text(
      "Reference Number|Sender ID|Recipient First Name|Recipient Last Name|Recipient Email|Amount|Currency|Verification Code\n",
      ({ first, last, email, amount, reference }) =>
        `${reference}|HARBOR|${first}|${last}|${email}|${amount}|EUR|N19GU`,
    ),
    says: "This is a known file: payouts separated by |",
  },
  "Spanish columns": { file: text("Nombre,Correo electrónico,Importe,Moneda,Referencia\n", plainRow) },
};

const inEuro = (page: Page) => page.getByLabel("Currency of every row").fill("EUR");
const nameFromAddress = (page: Page) => page.getByRole("checkbox", { name: /Take the name from the address/ }).check();

/** Asked about: a person says what the file lacks. */
const asked: Record<string, Shape & { answer: (page: Page) => Promise<void> }> = {
  "names of which none is ours": {
    file: text("Recipient,Payee email,Payment amount,Payment currency,Payment reference\n", plainRow),
    answer: async () => {},
  },
  "French columns with a comma before decimals": {
    file: text(
      "Nom;Courriel;Montant;Devise;Référence\n",
      ({ name, email, amount, reference }) => `${name};${email};${amount.replace(".", ",")};EUR;${reference}`,
    ),
    answer: async (page) => {
      await page.getByLabel("What separates decimals").selectOption(",");
    },
  },
  "gift rewards": {
    file: text(
      "First Name,Last Name,Email,Amount,External Reference\n",
      ({ first, last, email, amount, reference }) => `${first},${last},${email},${amount},${reference}`,
    ),
    says: "it lacks: currency",
    answer: inEuro,
  },
  "Stellar Disbursement Platform, by email": {
    file: text("email,id,amount,verification\n", ({ email, amount, reference }) =>
      [email, reference, amount, "1990-01-01"].join(","),
    ),
    says: "it lacks: recipient name, currency",
    answer: async (page) => {
      await inEuro(page);
      await nameFromAddress(page);
    },
  },
  "PayPal Payouts, without a header": {
    file: text("", (one) => wallet(one).join(",")),
    answer: async (page) => {
      await expect(page.getByLabel("The header stands on")).toHaveValue("none");
      await nameFromAddress(page);
    },
  },
  "PayPal Payouts by tabs, without a header": {
    file: text("", (one) => wallet(one).slice(0, 5).join("\t")),
    answer: nameFromAddress,
  },
};

/** Refused, with what is missing and why it is needed. */
const refused: Record<string, Shape & { says: string }> = {
  "Revolut, bulk payments": {
    file: text(
      "Name,Recipient type,Account number,Sort code (BSB),Currency,Amount,Payment reference\n",
      ({ name, amount, reference }) => `${name},INDIVIDUAL,12345678,401276,GBP,${amount},${reference}`,
    ),
    says: "It has account numbers and no column with email addresses",
  },
  "Stellar Disbursement Platform, by phone": {
    file: text("phone,id,amount,verification\n", ({ amount, reference }) =>
      ["+14155550100", reference, amount, "1990-01-01"].join(","),
    ),
    says: "It has phone numbers and no column with email addresses",
  },
  "Mifos bulk payments": {
    file: text(
      "id,request_id,payment_mode,payer_identifier_type,payer_identifier,payee_identifier_type,payee_identifier,amount,currency,note\n",
      ({ amount, reference }) => `0,${reference},mojaloop,MSISDN,27713803912,MSISDN,27713803913,${amount},USD,hi`,
    ),
    says: "It has identifiers of payees and no column with email addresses",
  },
  "IBAN payments": {
    file: text(
      "beneficiary_name,iban,amount,currency,reference\n",
      ({ name, amount, reference }) => `${name},GB82WEST12345698765432,${amount},GBP,${reference}`,
    ),
    says: "It has IBANs and no column with email addresses",
  },
};

const made = (organizationId: string) =>
  db
    .select({
      name: payouts.recipientName,
      email: payouts.recipientEmail,
      amountMinor: payouts.amountMinor,
      currency: payouts.currency,
      reference: payouts.reference,
    })
    .from(payouts)
    .where(eq(payouts.organizationId, organizationId))
    .orderBy(payouts.line);

for (const [shape, { file, says }] of Object.entries(readAtOnce))
  test(`a file with ${shape} goes from drop to payouts without being asked about`, async ({
    page,
    organization,
    loginAs,
  }) => {
    await loginAs("admin");
    await send(page, file);
    await expect(page.getByText("Ready for review")).toBeVisible({ timeout: 30_000 });
    if (says !== undefined) await expect(page.getByText(says).first()).toBeVisible();
    await create(page, "2 payouts");
    expect(await made(organization.id)).toEqual(created);
  });

for (const [shape, { file, says, answer }] of Object.entries(asked))
  test(`a file with ${shape} goes from drop to payouts after an admin said what it lacks`, async ({
    page,
    organization,
    loginAs,
  }) => {
    await loginAs("admin");
    await sendToBeAsked(page, file);
    if (says !== undefined) await expect(page.getByText(says).first()).toBeVisible();
    await answer(page);
    await expect(page.getByText("Of the first 2 rows, none would be refused.")).toBeVisible();
    await page.getByRole("button", { name: "Read the file this way" }).click();
    await create(page, "2 payouts");
    expect(await made(organization.id)).toEqual(created);
  });

for (const [shape, { file, says }] of Object.entries(refused))
  test(`a file with ${shape} is refused with what is missing and why it is needed`, async ({
    page,
    organization,
    loginAs,
  }) => {
    await loginAs("admin");
    await send(page, file);
    await expect(page.getByText(says)).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText("every row needs an address")).toBeVisible();
    await expect(page.getByRole("link", { name: "Say what the columns are" })).toHaveCount(0);
    expect(await made(organization.id)).toEqual([]);
  });
