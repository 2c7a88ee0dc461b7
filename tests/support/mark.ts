import { randomBytes } from "node:crypto";

/** Of no vowel and no digit, so that no word, amount or number that a test searches for is ever part of a mark. */
const letters = "jkqvwxyz";

/** A new text of 14 letters for names that must differ: 42 random bits. */
export const newMark = (): string => Array.from(randomBytes(14), (byte) => letters[byte % letters.length]).join("");
