import { dictionary } from "@zxcvbn-ts/language-common";
import { DomainError } from "@/lib/errors";

const shortest = 12;
const longest = 1_024;
/** How many characters must be left of a password when the organization's name is taken out. */
const besideName = 8;
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

function isMostlyName(password: string, name: string): boolean {
  const bareName = lettersAndDigits(name);
  if (bareName.length < 3) return false;
  const bare = lettersAndDigits(password);
  return bare.includes(bareName) && bare.replaceAll(bareName, "").length < besideName;
}

function faultOf(password: string, organizationName: string): string | null {
  const visible = plain(password).replace(/[\s\p{Cf}\p{Cc}]/gu, "");
  const piece = repeatedPiece(visible);
  if (password.length < shortest) return `Use at least ${shortest} characters.`;
  if (password.length > longest) return `Use at most ${longest.toLocaleString("en-US")} characters.`;
  if (visible === "") return "A password of spaces alone is guessed at once. Use a few words.";
  if (piece.length < shortestPiece) return "The same characters again and again are guessed at once. Use a few words.";
  if (common.has(plain(password)) || isCommon(visible, piece))
    return "This is one of the passwords that are tried first. Use a few words that do not belong together.";
  if (isMostlyName(password, organizationName))
    return "The name of your organization is tried first. Use a few other words.";
  return null;
}

/**
 * The rules of every new password, wherever it is set: length, and what attackers try first (NIST SP 800-63B, 3.1.1.2).
 * @throws DomainError `invalid` for the field `password`
 */
export function assertGoodPassword(password: string, organizationName: string): void {
  const fault = faultOf(password, organizationName);
  if (fault) throw new DomainError("invalid", fault, "password");
}
