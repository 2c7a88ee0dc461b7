import { expect, it } from "vitest";
import { context } from "@/tests/support/parsed-text";
import { judgeAll, readFile } from "@/tests/support/read-batch-file";

/** What is said of a file: its faults by code, each with the column and the cells it is about; or its payouts and notes. */
async function saidOf(lines: readonly string[]) {
  const parsed = await readFile(lines.join("\n"));
  if ("faults" in parsed)
    return parsed.faults.map(({ code, column, value }) =>
      [code, column, value].filter((text) => text !== null).join(" "),
    );
  const { accepted, refused } = judgeAll(parsed, context);
  return [`${accepted.length} accepted, ${refused.length} refused`, ...parsed.header.notes];
}

const wiseEmail =
  "name,recipientEmail,paymentReference,receiverType,amountCurrency,amount,sourceCurrency,targetCurrency";
const wiseIban =
  "name,recipientEmail,paymentReference,referenceNumber,receiverType,amountCurrency,amount,sourceCurrency,targetCurrency,IBAN";

/** Header lines of files that people have from other systems; the rows are made up. */
const templates: { from: string; lines: string[]; said: string[] }[] = [
  {
    from: "a wallet's upload page",
    lines: ["amara@example.com,100.50,USD,ID001,Here is your money,PAYPAL"],
    said: ["header_missing"],
  },
  {
    from: "a wallet's older form",
    lines: ["amara@example.com\t100.50\tUSD\tID001\tThank you"],
    said: ["header_missing"],
  },
  {
    from: "transfers to email recipients",
    lines: [wiseEmail, "Amara Okafor,amara@example.com,CLM-9001,PERSON,target,100.50,EUR,EUR"],
    said: ["misspelled_column reference paymentReference", "misspelled_column currency targetCurrency"],
  },
  {
    from: "transfers to bank accounts",
    lines: [
      wiseIban,
      "Amara Okafor,amara@example.com,Claim,CLM-9001,PERSON,target,100.50,EUR,EUR,DE89370400440532013000",
    ],
    said: ["misspelled_column currency targetCurrency"],
  },
  {
    from: "bulk payments of a bank",
    lines: [
      "Name,Recipient type,Account number,Sort code (BSB),Currency,Amount,Payment reference",
      "Amara Okafor,INDIVIDUAL,31926819,601613,GBP,100.50,CLM-9001",
    ],
    said: ["misspelled_column reference Payment reference", "missing_email_column email Account number"],
  },
  {
    from: "a disbursement platform",
    lines: ["email,id,amount,verification", "amara@example.com,CLM-9001,100.50,1990-01-31"],
    said: ["misspelled_column reference id", "missing_column recipient_name", "missing_column currency"],
  },
  {
    from: "a disbursement platform by telephone",
    lines: ["phone,id,amount,verification", "+15550100,CLM-9001,100.50,1990-01-31"],
    said: [
      "misspelled_column reference id",
      "missing_column recipient_name",
      "missing_column email",
      "missing_column currency",
    ],
  },
  {
    from: "bulk payments of mobile money",
    lines: [
      "id,request_id,payment_mode,payer_identifier_type,payer_identifier,payee_identifier_type,payee_identifier,amount,currency,note",
      "0,c2a1,gsma,MSISDN,15550100,MSISDN,15550101,100.50,USD,claim",
    ],
    said: ["misspelled_column reference id", "missing_column recipient_name", "missing_column email"],
  },
  {
    from: "payment links",
    lines: [
      "INVOICE_ID,AMOUNT,CUSTOMER_SURNAME,CUSTOMER_GIVEN_NAME,CURRENCY,CUSTOMER_EMAIL",
      "CLM-9001,100.50,Okafor,Amara,USD,amara@example.com",
    ],
    said: [
      "split_column recipient_name CUSTOMER_GIVEN_NAME + CUSTOMER_SURNAME",
      "misspelled_column reference INVOICE_ID",
      "misspelled_column email CUSTOMER_EMAIL",
    ],
  },
  {
    from: "a remittance file with bars",
    lines: [
      "Reference Number|Sender ID|Recipient First Name|Recipient Last Name|Recipient Email|Amount|Currency|Verification Code",
      "CLM-9006|HARBOR|Amara|Okafor|amara@example.com|100.50|USD|N19GU",
    ],
    said: ["split_column recipient_name Recipient First Name + Recipient Last Name"],
  },
  {
    from: "gifts and rewards",
    lines: ["First Name,Last Name,Email,Amount,External Reference", "Amara,Okafor,amara@example.com,25.00,CLM-9001"],
    said: [
      "split_column recipient_name First Name + Last Name",
      "misspelled_column reference External Reference",
      "missing_column currency",
    ],
  },
  {
    from: "a file for accounts",
    lines: [
      "beneficiary_name,iban,amount,currency,reference",
      "Amara Okafor,DE89370400440532013000,100.50,EUR,CLM-9001",
    ],
    said: ["missing_email_column email iban"],
  },
  {
    from: "a French table",
    lines: ["Nom;Courriel;Montant;Devise;Référence", "Amara Okafor;amara@example.com;100.50;EUR;CLM-9001"],
    said: ["misspelled_column recipient_name Nom"],
  },
  {
    from: "a French table with first names",
    lines: ["Prénom;Nom;Courriel;Montant;Devise;Référence", "Amara;Okafor;amara@example.com;100.50;EUR;CLM-9001"],
    said: ["split_column recipient_name Prénom + Nom"],
  },
  {
    from: "a Spanish table",
    lines: [
      "Nombre,Correo electrónico,Importe,Moneda,Referencia",
      "Amara Okafor,amara@example.com,100.50,EUR,CLM-9001",
    ],
    said: ["misspelled_column recipient_name Nombre"],
  },
  {
    from: "first and full names",
    lines: [
      "First name,Last name,Name,Email,Amount,Currency,Reference",
      "Amara,Okafor,Amara Okafor,amara@example.com,100.50,EUR,CLM-9001",
    ],
    said: ["1 accepted, 0 refused"],
  },
  {
    from: "a claims system with a code of its own",
    lines: [
      "recipient_name,email,amount,currency,reference,Code",
      "Amara Okafor,amara@example.com,100.50,USD,CLM-9017,10115",
    ],
    said: [
      "1 accepted, 0 refused",
      "The column Code was not read. If it is the verification code, rename it to verification_code.",
    ],
  },
];

it.each(templates)("a file from $from is accepted as it is, or told what it needs", async ({ lines, said }) => {
  expect(await saidOf(lines)).toEqual(said);
});

it("a file for accounts is told why each recipient needs an email address", async () => {
  const parsed = await readFile("beneficiary_name,iban,amount,currency,reference\nA,DE89370400440532013000,1.00,EUR,R");
  expect("faults" in parsed && parsed.faults[0]!.suggestion).toContain("Recipients get their link by email");
});
