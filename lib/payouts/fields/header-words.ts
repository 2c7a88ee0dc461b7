/** What the header of a file may call a column besides its name and its aliases. Words are in lower case, without accents. */
export type HeaderWords = {
  /**
   * Names that cannot mean anything else, read as the column where the file has no column by its own name or an alias
   * of it.
   */
  alone: readonly string[];
  /** What it probably means wherever it stands in a header: a person is asked. */
  probable: readonly string[];
  /** The same of words that say too little beside others: “Code”, but not “Sort code”. */
  vague: readonly string[];
  /** What each part is called where several columns make this one. */
  parts: readonly (readonly string[])[];
};

const list = (words: string): string[] => words.split(", ");

export const nameWords: HeaderWords = {
  alone: list("name, full_name, payee_name, beneficiary_name"),
  probable: list(
    "name, account holder, nom, nombre, nome, nombre completo, destinataire, destinatario, beneficiaire, nome completo, empfanger, اسم, الاسم, اسم المستفيد, المستفيد",
  ),
  vague: list("recipient, payee, beneficiary, beneficiario, customer, claimant, receiver, contact"),
  parts: [
    list("first name, given name, forename, first, given, prenom, nombre, nombres, vorname"),
    list("last name, family name, surname, last, family, nom de famille, apellido, apellidos, nachname"),
  ],
};

export const emailWords: HeaderWords = {
  alone: list("recipient_email, courriel, correo_electronico"),
  probable: list(
    "email, e mail, email address, mail, courriel, correo, correo electronico, e mail adresse, بريد, البريد, البريد الالكتروني",
  ),
  vague: [],
  parts: [],
};

export const amountWords: HeaderWords = {
  alone: list("montant, importe"),
  probable: list("amount, amt, sum, montant, importe, betrag, monto, valor, quantia, cantidad, summe, مبلغ, المبلغ"),
  vague: list("value, total"),
  parts: [],
};

export const currencyWords: HeaderWords = {
  alone: list("currency_code, devise, moneda"),
  probable: list("currency, currency code, ccy, curr, devise, moneda, divisa, wahrung, waehrung, moeda, عملة, العملة"),
  vague: [],
  parts: [],
};

export const referenceWords: HeaderWords = {
  alone: list("referencia"),
  probable: list(
    "reference, ref, referencia, referenz, verwendungszweck, مرجع, المرجع, external id, invoice id, claim id, own id, request id",
  ),
  vague: list("id, invoice, invoice number, claim number"),
  parts: [],
};

export const expiryWords: HeaderWords = {
  alone: [],
  probable: list(
    "expires, expires on, expire, expiry, expiry date, expiration, expiration date, valid until, gultig bis, vencimiento, fecha de vencimiento, validade, echeance",
  ),
  vague: [],
  parts: [],
};

export const verificationWords: HeaderWords = {
  alone: [],
  probable: list("verification, verification answer, security code, secret code"),
  vague: list("code, pin, secret, answer, password"),
  parts: [],
};

export const languageWords: HeaderWords = {
  alone: list("lang, language_code, locale"),
  probable: list("language, lang, locale, preferred language, langue, idioma, sprache"),
  vague: [],
  parts: [],
};

/** Words that change nothing: what is paid, and to whom. */
export const paymentWords: readonly string[] = list(
  "payment, payout, pay, transfer, transaction, refund, target, full, the, of, to, de, del, du, la, le, your, our",
);
export const personWords: readonly string[] = list(
  "recipient, recipients, payee, beneficiary, beneficiario, beneficiaire, customer, client, claimant, receiver, contact",
);

/** Words that make a header mean something else: another person, or a property of the thing. */
export const otherWords: readonly string[] = list(
  "sender, source, payer, remitter, originator, debtor, bank, branch, file, batch, user, type, rate, fee, tax, status, date, time, country, city",
);
