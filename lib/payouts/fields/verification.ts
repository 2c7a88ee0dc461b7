import { createHmac, timingSafeEqual } from "node:crypto";
import { pasted } from "@/lib/incoming-text";
import { ingestError } from "@/lib/ingest-errors/table";
import type { Cell, Checked, RowInReading } from "./field";
import { isShortened } from "./text";

/** How short an answer may be once it is folded: shorter ones are guessed too easily. */
export const shortestAnswer = 4;

/** What the recipient must answer; no part of what they are shown before, which would prove nothing. */
export function readAnswer(cell: Cell, { values, shownBeforeProof }: RowInReading): Checked<string> {
  const folded = foldAnswer(cell.value);
  if (isShortened(cell.value)) return { fault: ingestError("verification_code_exponent", cell) };
  if ([...folded].length < shortestAnswer)
    return { fault: ingestError("verification_code_short", { ...cell, limit: shortestAnswer }) };
  const shown = shownBeforeProof.find(({ column }) => foldAnswer(values[column] ?? "").includes(folded));
  if (shown) return { fault: ingestError("verification_code_shown", { ...cell, where: shown.label.toLowerCase() }) };
  return { value: cell.value };
}

/** How long a one-time code is good, in milliseconds from the moment it was asked for. */
export const codeLifeMs = 15 * 60_000;

/** Whether the last code asked for can still be given. */
export const codeIsGood = (sentAt: Date | null, now: Date): boolean =>
  sentAt !== null && sentAt.getTime() + codeLifeMs > now.getTime();

/** An answer as it is compared: letters and digits alone, in one case, so that "ab-12 34" is "AB1234". */
const foldAnswer = (answer: string): string =>
  answer
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");

/**
 * What the database keeps of the answer a recipient must give: `salt.hmac`. Answers are short, so whoever reads the
 * database could guess a plain hash; the server key prevents that.
 * @param key LINK_KEY
 * @param salt different for each payout, so that equal answers do not look equal; a payout that replaces another takes
 * over its whole text
 */
export function keptAnswer(key: string, salt: string, answer: string): string {
  return `${salt}.${createHmac("sha256", key)
    .update(`verification-answer:${salt}:${foldAnswer(answer)}`)
    .digest("base64url")}`;
}

/** Whether the answer given is the one kept. Takes the same time for each. */
export function isRightAnswer(key: string, kept: string, given: string): boolean {
  const [salt = ""] = kept.split(".");
  return sameText(kept, keptAnswer(key, salt, given));
}

/**
 * The nth one-time code of a payout: six digits. Derived, never stored, like the link's token.
 * @param key LINK_KEY
 * @param version the payout's link version: a code mailed to an address that was changed since is no longer good
 */
export function oneTimeCode(key: string, payoutId: string, version: number, ordinal: number): string {
  const digest = createHmac("sha256", key).update(`one-time-code:${payoutId}:${version}:${ordinal}`).digest();
  return String(digest.readUIntBE(0, 6) % 1_000_000).padStart(6, "0");
}

/** Whether what was given, spaces and dashes apart, can be a code at all. */
export const isCodeForm = (given: string): boolean => /^\d{6}$/.test(pasted(given));

/** Whether the code given, spaces and dashes apart, is this one. */
export const isCode = (code: string, given: string): boolean => sameText(code, pasted(given));

const digestOf = (text: string) => createHmac("sha256", "compare").update(text).digest();

function sameText(one: string, other: string): boolean {
  return timingSafeEqual(digestOf(one), digestOf(other));
}
