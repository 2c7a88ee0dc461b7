import { paymentWords, personWords } from "@/lib/payouts/fields/header-words";
import { meaningOf, wordsOf } from "./meanings";

type NeverKept = {
  /** Words that mean it wherever they stand in a name. */
  anywhere: readonly string[];
  /** Words that mean it alone, at the end, or at the beginning before “of”, but not in “pin board”. */
  main: readonly string[];
  /** Words that mean it alone, or beside words that change nothing. */
  alone: readonly string[];
  why: string;
};

const list = (words: string): string[] => words.split(", ");

/**
 * What no payout keeps in plain text, by the names that its columns have in English, Spanish, French, German,
 * Portuguese and Arabic: in lower case, without accents and linking words.
 */
const neverKept = {
  secret: {
    anywhere: list(
      "password, passwords, passcode, passphrase, passwd, pwd, pin code, pin number, security answer, secret answer, security code, secret code, secret word, memorable word, mother maiden name, mothers maiden name, one time code, otp, api key, private key, secret key, access key, credentials, contrasena, palabra secreta, codigo secreto, codigo seguridad, respuesta seguridad, respuesta secreta, clave secreta, clave acceso, codigo pin, mot passe, code secret, code confidentiel, code securite, reponse secrete, reponse securite, cle secrete, code pin, passwort, kennwort, geheimzahl, geheimwort, geheimcode, geheimnummer, losungswort, sicherheitsantwort, sicherheitscode, antwort sicherheitsfrage, zugangscode, zugangsdaten, senha, palavra passe, palavra secreta, codigo seguranca, resposta seguranca, resposta secreta, chave secreta, كلمة المرور, كلمة السر, كلمة مرور, الرقم السري, رقم سري, الرمز السري, رمز سري, رمز الدخول, رمز الامان, اجابة الامان, رمز التحقق",
    ),
    main: list("pin, token"),
    alone: list("secret, clave, jeton"),
    why: "it looks like a secret, which must not stand where everybody reads it",
  },
  bank: {
    anywhere: list(
      "iban, bic, swift code, account number, account numbers, account no, account nr, account num, acct number, acct no, acct num, routing number, routing no, routing code, aba number, transit number, sort code, bsb, ifsc, clabe, card number, card numbers, card no, card num, cvv, cvc, card expiry, card expiration, numero cuenta, num cuenta, nro cuenta, no cuenta, cuenta bancaria, numero tarjeta, codigo swift, numero compte, no compte, n compte, compte bancaire, cle rib, code guichet, code banque, numero carte, carte bancaire, cryptogramme, kontonummer, konto nummer, konto nr, kontonr, bankverbindung, bankleitzahl, blz, bankkonto, kartennummer, kreditkartennummer, kartenprufnummer, numero conta, conta bancaria, numero cartao, chave pix, رقم الحساب, رقم حساب, الحساب البنكي, الحساب المصرفي, حساب بنكي, ايبان, الايبان, رقم البطاقة, سويفت",
    ),
    main: list("bank account, bank details, credit card, debit card"),
    alone: list(
      "swift, routing, aba, acct, card, csc, rib, nib, pix, tarjeta, tarjeta credito, carte credit, kreditkarte, cartao, cartao credito, بطاقة الائتمان",
    ),
    why: "bank details do not belong in a batch file. Recipients enter them themselves, on their page",
  },
  identity: {
    anywhere: list(
      "ssn, social security, social insurance, national id, national identity, national insurance, identity number, identity card, id card, passport number, passport no, driving licence, driver license, drivers license, tax id, taxpayer id, tax identification, itin, dni, curp, cuil, documento identidad, seguridad social, cedula identidad, numero pasaporte, numero identidad, securite sociale, carte identite, piece identite, numero identite, numero passeport, numero fiscal, sozialversicherung, sozialversicherungsnummer, rentenversicherungsnummer, steuernummer, steuer id, steuer identifikationsnummer, steueridentifikationsnummer, personalausweis, personalausweisnummer, ausweisnummer, ausweis nr, reisepass, reisepassnummer, passnummer, cpf, niss, seguranca social, identificacao fiscal, bilhete identidade, carteira identidade, cartao cidadao, numero passaporte, numero contribuinte, رقم الهوية, الهوية الوطنية, الرقم القومي, الرقم الوطني, رقم الجواز, رقم جواز السفر, رقم الاقامة, الضمان الاجتماعي",
    ),
    main: [],
    alone: list(
      "passport, tin, nie, nif, cuit, rut, rfc, cedula, pasaporte, nir, passeport, passaporte, rg, جواز السفر",
    ),
    why: "numbers of a person's identity documents do not belong in a batch file",
  },
} as const satisfies Record<string, NeverKept>;

const kinds = ["secret", "bank", "identity"] as const satisfies readonly (keyof typeof neverKept)[];

const linking: ReadonlySet<string> = new Set(
  list("of, for, the, s, de, del, la, le, el, du, des, d, l, da, do, das, dos, der, die, das, fur, para, pour"),
);
/** Beside a word that must stand alone they change nothing. */
const neutral: ReadonlySet<string> = new Set([
  ...personWords,
  ...paymentWords,
  ...linking,
  ...list("number, no, nr, num, nro, numero, nummer, n, code, codigo, bank, رقم"),
]);
const isNeutral = (word: string): boolean => neutral.has(word) || /^\d+$/.test(word);
/** What may stand before a short name within one word, as in “payeeiban”. */
const before = new RegExp(`^(?:${[...personWords, "bank"].join("|")})`);
/** A shorter one may be part of an innocent word. */
const leastJoined = 7;

const names = kinds.map((kind) => {
  const { anywhere, main, alone } = neverKept[kind];
  const joined = [...anywhere, ...main].map((phrase) => phrase.replaceAll(" ", ""));
  const split = (phrases: readonly string[]) => phrases.map((phrase) => phrase.split(" "));
  return {
    kind,
    anywhere: split(anywhere),
    main: split(main),
    alone: split(alone),
    long: joined.filter((word) => word.length >= leastJoined),
    joined: new Set(joined),
  };
});

/** What a column of this name holds that no payout keeps; undefined for others. */
function kindOf(name: string): (typeof kinds)[number] | undefined {
  const written = wordsOf(name);
  const words = written.filter((word) => !linking.has(word));
  const whole = words.join("");
  return names.find(
    ({ anywhere, main, alone, long, joined }) =>
      anywhere.some((phrase) => placesOf(words, phrase).length > 0) ||
      main.some((phrase) => placesOf(written, phrase).some((at) => isMain(written, at, phrase.length))) ||
      alone.some((phrase) => placesOf(words, phrase).some((at) => isAlone(words, at, phrase.length))) ||
      joined.has(whole) ||
      joined.has(whole.replace(before, "")) ||
      words.some((word) => long.some((end) => word.startsWith(end) || word.endsWith(end))),
  )?.kind;
}

const placesOf = (words: readonly string[], phrase: readonly string[]): number[] =>
  words.flatMap((_, at) => (phrase.every((word, offset) => words[at + offset] === word) ? [at] : []));

const isAlone = (words: readonly string[], at: number, length: number): boolean =>
  [...words.slice(0, at), ...words.slice(at + length)].every(isNeutral);

function isMain(words: readonly string[], at: number, length: number): boolean {
  const next = words[at + length];
  return next === undefined || (at === 0 && linking.has(next)) || isAlone(words, at, length);
}

/** Whether a column of this name says where money goes, as one of a file for a bank does. */
export const isBankColumn = (name: string): boolean => kindOf(name) === "bank";

/** Why no payout keeps what a column of this name holds, in a sentence for the review; undefined for others. */
export function notKeptNote(name: string): string | undefined {
  const kind = kindOf(name);
  if (kind) return `The column ${name} was not kept: ${neverKept[kind].why}.`;
  if (meaningOf(name)?.column !== "verification_code") return undefined;
  return `The column ${name} was not kept: it may hold a verification code, which is a secret.`;
}
