import { getCountrySpecifications, isValidIBAN } from "ibantools";
import isCreditCard from "validator/lib/isCreditCard.js";

/** No IBAN has fewer digits. */
const leastDigits = 12;
const cardDigits = { least: 13, most: 19 };
const ibanStart = /(?<![\p{L}\p{N}])[a-z]{2}\d{2}(?=[ -]?[a-z\d]{4})/giu;
const digitGroups = /(?<![\p{L}\p{N}])\d+(?:[ -]\d+)*(?![\p{L}\p{N}])/gu;
const wholeNumber = /^\d*$/;

/**
 * A text without IBANs and card numbers, which have check digits; the text says where one stood. A cell that holds
 * nothing but the digits of a number is left as it is: one claim number in ten passes the check of a card, so the name
 * of its column decides.
 */
export function withoutBankDetails(text: string): string {
  if (text.length < leastDigits || wholeNumber.test(text) || !hasDigits(text)) return text;
  return withoutIbans(text).replace(digitGroups, withoutCard);
}

/** Asked of every text of a file, most of which have few digits. */
function hasDigits(text: string): boolean {
  let digits = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57 && ++digits === leastDigits) return true;
  }
  return false;
}

function withoutIbans(text: string): string {
  const starts = [...text.matchAll(ibanStart)].map(({ index }) => index).reverse();
  return starts.reduce((rest, start) => {
    const length = getCountrySpecifications()[rest.slice(start, start + 2).toUpperCase()]?.chars ?? 0;
    const written = new RegExp(`^(?:[a-z\\d][ -]?){${Math.max(1, length - 1)}}[a-z\\d](?![\\p{L}\\p{N}])`, "iu");
    const [found = ""] = written.exec(rest.slice(start)) ?? [];
    if (length === 0 || !isValidIBAN(found.replace(/[ -]/g, "").toUpperCase())) return rest;
    return `${rest.slice(0, start)}[IBAN removed]${rest.slice(start + found.length)}`;
  }, text);
}

/** Other groups of digits may stand beside the number, such as the day when a card ends. */
function withoutCard(run: string): string {
  const starts = [...run.matchAll(/(?<!\d)\d/g)].map(({ index }) => index);
  const ends = [...run.matchAll(/\d(?!\d)/g)].map(({ index }) => index + 1);
  for (const start of starts)
    for (const end of ends.filter((one) => one > start && one - start <= 2 * cardDigits.most).reverse()) {
      const digits = run.slice(start, end).replace(/\D/g, "");
      if (digits.length < cardDigits.least || digits.length > cardDigits.most || !isCreditCard(digits)) continue;
      return `${run.slice(0, start)}[card number removed]${withoutCard(run.slice(end))}`;
    }
  return run;
}
