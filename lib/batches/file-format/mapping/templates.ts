import { headerName } from "@/lib/batches/file-format/columns";
import { headerByContent, isRow } from "@/lib/batches/file-format/header-by-content";
import { columnsOf } from "@/lib/batches/file-format/named-columns";
import { requiredColumns, type ColumnName } from "@/lib/payouts/fields/table";
import { cellKeys, firstRecord, headerIn, type ColumnMapping, type HeadRecord, type Source } from "./mapping";

type From = string | string[] | Extract<Source, { from: "chosen" }>;

/** A file that other systems write or take, as their header lines have it. Read from public sources in November 2026. */
type Template = {
  name: string;
  header: readonly string[];
  /** It may have further columns, as long as none of them has a name of ours. */
  more?: true;
  /** Null where it has no address, so that no payout can be made of it. `says`: what it has in place of one. */
  columns: Partial<Record<ColumnName, From>> | null;
  says?: string;
};

const wiseCurrency: From = {
  from: "chosen",
  by: "amountCurrency",
  of: { source: "sourceCurrency", target: "targetCurrency" },
};

export const templates: readonly Template[] = [
  {
    name: "Wise, email recipients",
    header: list(
      "name,recipientEmail,paymentReference,receiverType,amountCurrency,amount,sourceCurrency,targetCurrency",
    ),
    columns: wise(),
  },
  {
    name: "Wise, bank accounts",
    header: list(
      "name,recipientEmail,paymentReference,referenceNumber,receiverType,amountCurrency,amount,sourceCurrency,targetCurrency,IBAN",
    ),
    columns: wise(),
  },
  {
    name: "Revolut, bulk payments",
    header: list("Name,Recipient type,Account number,Sort code (BSB),Currency,Amount,Payment reference"),
    columns: null,
    says: "account numbers",
  },
  {
    name: "Stellar Disbursement Platform, by email",
    header: list("email,id,amount,verification"),
    columns: { email: "email", amount: "amount", reference: "id", verification_code: "verification" },
  },
  {
    name: "Stellar Disbursement Platform, by phone",
    header: list("phone,id,amount,verification"),
    columns: null,
    says: "phone numbers",
  },
  {
    name: "Mifos bulk payments",
    header: list(
      "id,request_id,payment_mode,payer_identifier_type,payer_identifier,payee_identifier_type,payee_identifier,amount,currency,note",
    ),
    columns: null,
    says: "identifiers of payees",
  },
  {
    name: "payment links",
    header: list("INVOICE_ID,AMOUNT,CUSTOMER_SURNAME,CUSTOMER_GIVEN_NAME,CURRENCY,CUSTOMER_EMAIL"),
    columns: {
      recipient_name: ["CUSTOMER_GIVEN_NAME", "CUSTOMER_SURNAME"],
      email: "CUSTOMER_EMAIL",
      amount: "AMOUNT",
      currency: "CURRENCY",
      reference: "INVOICE_ID",
    },
  },
  {
    name: "payouts separated by |, with first and last name",
    header: list("Reference Number,Sender Id,Recipient First Name,Recipient Last Name,Recipient Email,Amount,Currency"),
    more: true,
    columns: {
      recipient_name: ["Recipient First Name", "Recipient Last Name"],
      email: "Recipient Email",
      amount: "Amount",
      currency: "Currency",
      reference: "Reference Number",
      verification_code: "Verification Code",
    },
  },
  {
    name: "gift rewards",
    header: list("First Name,Last Name,Email,Amount,External Reference"),
    columns: {
      recipient_name: ["First Name", "Last Name"],
      email: "Email",
      amount: "Amount",
      reference: "External Reference",
    },
  },
  {
    name: "IBAN payments",
    header: list("beneficiary_name,iban,amount,currency,reference"),
    columns: null,
    says: "IBANs",
  },
  {
    name: "French columns",
    header: list("Nom,Courriel,Montant,Devise,Référence"),
    columns: {
      recipient_name: "Nom",
      email: "Courriel",
      amount: "Montant",
      currency: "Devise",
      reference: "Référence",
    },
  },
  {
    name: "Spanish columns",
    header: list("Nombre,Correo electrónico,Importe,Moneda,Referencia"),
    columns: {
      recipient_name: "Nombre",
      email: "Correo electrónico",
      amount: "Importe",
      currency: "Moneda",
      reference: "Referencia",
    },
  },
];

function list(names: string): string[] {
  return names.split(",");
}

function wise(): Template["columns"] {
  return {
    recipient_name: "name",
    email: "recipientEmail",
    amount: "amount",
    currency: wiseCurrency,
    reference: "paymentReference",
  };
}

/**
 * What a known file is. `mapping` may lack columns that the file does not have, which somebody has to say; it is null for
 * a file without addresses, which has `says` in their place.
 */
export type Recognized = { name: string; mapping: ColumnMapping | null; says: string };

/** The template whose file this is, by the names in one of its first records, or by its values where it has no header. */
export function recognized(records: readonly HeadRecord[]): Recognized | undefined {
  for (const record of records) {
    const template = templates.find((one) => isOf(one, record.cells));
    if (template) return read(template, record);
  }
  return walletFile(records);
}

function isOf({ header, more, columns }: Template, cells: readonly string[]): boolean {
  const names = cells.map(headerName);
  const wanted = header.map(headerName);
  if (new Set(names).size !== names.length || !wanted.every((name) => names.includes(name))) return false;
  const mapped = Object.values(columns ?? {}).flatMap((from) => keysOf(from));
  const others = names.filter((name) => !wanted.includes(name) && !mapped.includes(name));
  if (!more) return others.length === 0;
  return columnsOf(cells).every((column, index) => column === undefined || !others.includes(names[index]!));
}

const keysOf = (from: From): string[] => {
  if (typeof from === "string") return [headerName(from)];
  return Array.isArray(from) ? from.map(headerName) : [from.by, ...Object.values(from.of)].map(headerName);
};

function read({ name, columns, says = "" }: Template, record: HeadRecord): Recognized {
  if (columns === null) return { name, mapping: null, says };
  const header = headerIn(record);
  const entries = Object.entries(columns).filter(([, from]) => keysOf(from).every((key) => header.keys.includes(key)));
  const sources = entries.map(([column, from]): [string, Source] => [column, sourceOf(from)]);
  const mapping = { header, columns: Object.fromEntries(sources), decimalMark: null, dateForm: null };
  return { name, mapping, says };
}

function sourceOf(from: From): Source {
  if (typeof from === "string" || Array.isArray(from)) return { from: "cells", keys: keysOf(from) };
  const of = Object.entries(from.of).map(([word, key]) => [word, headerName(key)]);
  return { from: "chosen", by: headerName(from.by), of: Object.fromEntries(of) as Record<string, string> };
}

/** email, amount, currency, own id, note, wallet, without a header, as PayPal takes it; the last two may be left out. */
function walletFile(records: readonly HeadRecord[]): Recognized | undefined {
  const first = firstRecord(records);
  if (!first || !isRow(first.cells) || first.cells.length < 4 || first.cells.length > 6) return undefined;
  const names = headerByContent(first.cells)?.names;
  if (names?.[0] !== "email" || names[1] !== "amount" || names[2] !== "currency") return undefined;
  const keys = cellKeys(first.cells, false);
  const cell = (index: number): Source => ({ from: "cells", keys: [keys[index]!] });
  const columns = { email: cell(0), amount: cell(1), currency: cell(2), reference: cell(3) };
  const mapping = { header: { line: null, keys }, columns, decimalMark: null, dateForm: null };
  return { name: "PayPal Payouts, without a header", mapping, says: "" };
}

/** The columns that a mapping has to have and does not. */
export const lackingColumns = ({ columns }: ColumnMapping): ColumnName[] =>
  requiredColumns.filter((column) => columns[column] === undefined);
