import { dictionary } from "@zxcvbn-ts/language-common";
import { DomainError } from "@/lib/errors";

/** NIST SP 800-63B-4, 3.1.1.2: a password that is the only proof, and one beside a second factor. */
export const shortestPassword = { alone: 15, withSecondFactor: 8 } as const;
const longest = 1_024;
/** How many letters and digits must be left of a password when a word about its owner is taken out. */
const besideWord = 8;
/** A word of fewer letters stands in many others. */
const shortestWord = 4;
/** A piece this short is guessed at once, however often it is repeated. */
const shortestPiece = 4;

/** Passwords that many people have used, the most common first, lower-cased: well over the first ten thousand. */
const common = new Set(dictionary["passwords-common"]);

const plain = (text: string) => text.normalize("NFKC").toLowerCase();
const lettersAndDigits = (text: string) => plain(text).replace(/[^\p{L}\p{N}]/gu, "");
/** "abcabcabc" is "abc" again and again; a text without repetition is its own piece. */
const repeatedPiece = (text: string) => text.slice(0, (text + text).indexOf(text, 1));
const isCommon = (text: string, piece: string) =>
  Array.from({ length: text.length / piece.length }, (_, times) => piece.repeat(times + 1)).some((part) =>
    common.has(part),
  );

/** Whose password it is: what stands about them is tried first. */
export type PasswordOwner = {
  organizationName: string;
  name: string;
  email: string;
  /** Whether codes of a second factor are asked for beside it. */
  hasSecondFactor: boolean;
};

/** What is known of the owner, as whole and in its words: names, the address without and with its domain. */
function contextWords({ organizationName, name, email }: PasswordOwner): string[] {
  const [mailbox = "", domain = ""] = email.split("@");
  const wholes = [organizationName, name, email, mailbox, domain];
  const parts = [organizationName, name, mailbox].flatMap((text) => text.split(/[^\p{L}\p{N}]+/u));
  const words = [...wholes, ...parts, "meridian"].map(lettersAndDigits);
  return [...new Set(words)].filter((word) => [...word].length >= shortestWord);
}

const isMostly = (password: string, word: string): boolean =>
  password.includes(word) && [...password.replaceAll(word, "")].length < besideWord;

function faultOf(password: string, owner: PasswordOwner): string | null {
  const visible = plain(password).replace(/[\s\p{Cf}\p{Cc}]/gu, "");
  const piece = repeatedPiece(visible);
  const shortest = owner.hasSecondFactor ? shortestPassword.withSecondFactor : shortestPassword.alone;
  // Characters as people count them: each code point of the text that is hashed.
  const length = [...password.normalize("NFKC")].length;
  if (length < shortest) return `Use at least ${shortest} characters.`;
  if (length > longest) return `Use at most ${longest.toLocaleString("en-US")} characters.`;
  if (visible === "") return "A password of spaces alone is guessed at once. Use a few words.";
  if (piece.length < shortestPiece) return "The same characters again and again are guessed at once. Use a few words.";
  if (common.has(plain(password)) || isCommon(visible, piece))
    return "This is one of the passwords that are tried first. Use a few words that do not belong together.";
  const bare = lettersAndDigits(password);
  if (contextWords(owner).some((word) => isMostly(bare, word)))
    return "Your name, your email address, the name of your organization and “Meridian” are tried first. Use a few other words.";
  return null;
}

/**
 * The rules of every new password, wherever it is set: length, and what attackers try first (NIST SP 800-63B-4, 3.1.1.2).
 * There are none about kinds of characters.
 * @throws DomainError `invalid` for the field `password`
 */
export function assertGoodPassword(password: string, owner: PasswordOwner): void {
  const fault = faultOf(password, owner);
  if (fault) throw new DomainError("invalid", fault, "password");
}
