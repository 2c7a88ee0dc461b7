import { pluralsOf } from "@/lib/recipient-words/plurals";
import type { Words } from "@/lib/recipient-words/words";

const count = pluralsOf("de");
const minutes = (number: number) => count(number, { one: "# Minute", other: "# Minuten" });
const seconds = (number: number) => count(number, { one: "# Sekunde", other: "# Sekunden" });
const left = (number: number) =>
  count(number, {
    one: "Sie haben noch 1 Antwort. Wenn auch sie falsch ist, wird dieser Link gesperrt.",
    other: "Sie haben noch # Antworten.",
  });

export const refusals: Words["refusals"] = {
  left,
  wrong: ({ answers }) => `Das stimmt nicht. Prüfen Sie es auf einen Tippfehler. ${left(answers)}`,
  locked: "Auch das stimmte nicht, deshalb ist dieser Link jetzt gesperrt.",
  notACode: "Ein Code hat 6 Ziffern. Dieser Versuch zählt nicht.",
  noCode: "Bitte geben Sie Ihren Code ein.",
  longCode: "Das ist zu lang für einen Code.",
  ranOut: ({ good }) =>
    `Dieser Code gilt nicht mehr; jeder gilt ${minutes(good)}. Fordern Sie einen neuen an. Dieser Versuch zählt nicht.`,
  codeSent: "Ein neuer Code ist unterwegs zu Ihnen. Nur der neueste gilt.",
  codeGivenBefore:
    "Für diese Auszahlung gilt ein Code, den Sie schon bekommen haben; deshalb wird keiner per E-Mail gesendet.",
  codeTooSoon: ({ wait }) =>
    `Vor weniger als einer Minute wurde ein Code gesendet; er ist vielleicht noch unterwegs. In ${seconds(wait)} können Sie einen weiteren anfordern.`,
  codeTooOften: ({ wait }) =>
    `Für diese Auszahlung wurden viele Codes gesendet, deshalb gibt es jetzt einen pro Stunde. In ${minutes(wait)} können Sie einen weiteren anfordern; der neueste ist vielleicht noch unterwegs.`,
  proveAgain: "Es wurde noch nichts gesendet. Zum Schutz Ihres Geldes zeigen Sie bitte noch einmal, dass Sie es sind.",
  noMethod: "Wählen Sie, wie Sie das Geld bekommen.",
  lookBelow: "Es wurde noch nichts gesendet. Bitte sehen Sie sich an, was unten markiert ist.",
  unknownLink: "Dieser Link ist nicht bekannt. Nehmen Sie den Link in der neuesten E-Mail.",
  notWaiting: ({ how }) =>
    `Es wurde nichts geändert: Diese Auszahlung wartet nicht mehr auf Sie. So steht sie: „${how}“.`,
  sameMoment:
    "Es wurde nichts geändert, weil sich diese Auszahlung im selben Moment geändert hat. Bitte versuchen Sie es noch einmal.",
  fault: ({ number }) =>
    `Bei uns ging etwas schief. Prüfen Sie, ob es schon geschehen ist, bevor Sie es wiederholen. Wenn es wieder vorkommt, nennen Sie dem Unternehmen diese Nummer: ${number}`,
  fields: {
    too_long: "Das ist zu lang.",
    holder_missing: "Geben Sie den Namen ein, der auf Ihrem Konto steht.",
    holder_hidden: "Dieser Name enthält ein unsichtbares Zeichen, vielleicht vom Kopieren. Tippen Sie ihn von Hand.",
    iban_missing: "Geben Sie Ihre IBAN ein.",
    iban_country: "Eine IBAN beginnt mit den zwei Buchstaben eines Landes, das IBANs hat, etwa DE oder AT.",
    iban_length: "Diese IBAN ist zu kurz oder zu lang für ihr Land. Prüfen Sie, ob sie vollständig ist.",
    iban_format: "Diese IBAN hat Buchstaben, wo ihr Land Ziffern hat, oder umgekehrt.",
    iban_digits: "Die Ziffern dieser IBAN passen nicht zusammen; vielleicht ist eine vertippt.",
    bic: "Das ist kein BIC. Er hat 8 oder 11 Zeichen, etwa DEUTDEFF; er steht auf Ihrem Kontoauszug.",
    routing_number: "Das ist nicht die Routing Number einer Bank in den USA. Sie hat 9 Ziffern; bitte prüfen Sie sie.",
    account_number: "Eine Kontonummer hat 4 bis 17 Ziffern und sonst nichts, und nicht alle sind Nullen.",
    foreign_account_number: "Eine Kontonummer hat 4 bis 34 Buchstaben und Ziffern, und nicht alle sind Nullen.",
  },
};
