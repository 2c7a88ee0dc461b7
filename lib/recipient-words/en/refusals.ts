import { pluralsOf } from "@/lib/recipient-words/plurals";

const count = pluralsOf("en");
const minutes = (number: number) => count(number, { one: "# minute", other: "# minutes" });
const seconds = (number: number) => count(number, { one: "# second", other: "# seconds" });

/** How many answers are left after a wrong one. */
const left = (number: number) =>
  count(number, {
    one: "You have 1 answer left. If it is wrong too, this link is locked.",
    other: "You have # answers left.",
  });

/** What a recipient is told when something that they did was not done, and, of a code, that it was. */
export const refusals = {
  left,
  wrong: ({ answers }: { answers: number }) => `That is not right. Check it for a slip. ${left(answers)}`,
  locked: "That was not right either, so this link is locked now.",
  notACode: "A code has 6 digits. Nothing was counted against you.",
  noCode: "Please enter your code.",
  longCode: "This is too long to be a code.",
  ranOut: ({ good }: { good: number }) =>
    `This code has run out; each is good for ${minutes(good)}. Ask for a new one. Nothing was counted against you.`,
  codeSent: "A new code is on its way to you. Only the latest code works.",
  codeGivenBefore: "This payout asks for a code that you were given before, so none is sent by email.",
  codeTooSoon: ({ wait }: { wait: number }) =>
    `A code was sent less than a minute ago and may still be on its way. You can ask for another in ${seconds(wait)}.`,
  codeTooOften: ({ wait }: { wait: number }) =>
    `Many codes were sent for this payout, so there is one an hour now. You can ask for another in ${minutes(wait)}; the latest one may still be on its way.`,
  proveAgain: "Nothing was sent yet. To keep your money safe, please show once more that it is you.",
  noMethod: "Choose one of the ways to be paid.",
  lookBelow: "Nothing was sent yet. Please look at what is marked below.",
  unknownLink: "This link is not known. Use the link in the latest email.",
  notWaiting: ({ how }: { how: string }) =>
    `Nothing was changed: this payout no longer waits for you. This is how it stands: “${how}”.`,
  sameMoment: "Nothing was changed, because something else changed this payout at the same moment. Please try again.",
  fault: ({ number }: { number: string }) =>
    `Something went wrong on our side. Check whether it was done before you repeat it. If it happens again, tell support this number: ${number}`,
  /** What is wrong with what was typed for a bank account. */
  fields: {
    too_long: "This is too long.",
    holder_missing: "Write the name on your account.",
    holder_hidden: "This name has a character that nobody sees, perhaps from a copy. Type it by hand.",
    iban_missing: "Write your IBAN.",
    iban_country: "An IBAN begins with the two letters of a country that has IBANs, such as DE or FR.",
    iban_length: "This IBAN is too short or too long for its country. Check that all of it is there.",
    iban_format: "This IBAN has letters where its country has digits, or the other way around.",
    iban_digits: "The digits of this IBAN do not fit together; one of them may be mistyped.",
    bic: "This is not a BIC. It has 8 or 11 characters, such as DEUTDEFF; your bank statement shows it.",
    routing_number: "This is not the routing number of a US bank. It has 9 digits; check them for a slip.",
    account_number: "An account number has 4 to 17 digits and nothing else, and they are not all zeros.",
    foreign_account_number: "An account number has 4 to 34 letters and digits, and they are not all zeros.",
  },
};
