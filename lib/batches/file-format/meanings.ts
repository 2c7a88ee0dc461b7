import { otherWords, paymentWords, personWords } from "@/lib/payouts/fields/header-words";
import { columnNames, payoutField, type ColumnName } from "@/lib/payouts/fields/table";
import { headerName, withoutAccents } from "./columns";

/**
 * What a header cell that names no column probably means. `sure`: 3, the whole cell says it; 2, it does beside words
 * that change nothing, or but for a slip; 1, a part of it does.
 */
type Meaning = { column: ColumnName; sure: 1 | 2 | 3 };

const payment = new Set(paymentWords);
const neutral = new Set([...paymentWords, ...personWords]);
const other = new Set(otherWords);

/** Every word that is known, so that words written as one can be taken apart. */
const vocabulary = new Set(
  columnNames
    .flatMap((column) => {
      const { probable, vague, parts } = payoutField(column).headerWords;
      return [column, ...probable, ...vague, ...parts.flat()];
    })
    .concat(paymentWords, personWords, otherWords)
    .flatMap((words) => words.split(/[ _]/)),
);

/** "CustomerE-mail2" and "customeremail" have the words customer, email, and the first a number more. */
export function wordsOf(header: string): string[] {
  const words = withoutAccents(header.slice(0, 100))
    .replace(/(\p{Ll})(?=[\p{Lu}\p{N}])|(\p{N})(?=\p{L})|(\p{Lu})(?=\p{N}|\p{Lu}\p{Ll})/gu, "$& ")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
  return words.flatMap((word) => takenApart(word) ?? [word]);
}

function takenApart(word: string): string[] | undefined {
  if (vocabulary.has(word)) return [word];
  for (let end = word.length - 2; end >= 3; end--) {
    const start = word.slice(0, end);
    const rest = vocabulary.has(start) ? takenApart(word.slice(end)) : undefined;
    if (rest) return [start, ...rest];
  }
  return undefined;
}

const phrases = columnNames.flatMap((column) => {
  const { probable, vague } = payoutField(column).headerWords;
  return [
    ...probable.map((phrase) => ({ column, phrase: phrase.split(" "), isVague: false })),
    ...vague.map((phrase) => ({ column, phrase: phrase.split(" "), isVague: true })),
  ];
});

/** The column that a header cell means most surely; among equals the one that it names last, as in “payment currency”. */
export function meaningOf(header: string): Meaning | undefined {
  const words = wordsOf(header);
  const best: { column?: ColumnName; sure: 0 | 1 | 2 | 3; end: number } = { sure: 0, end: 0 };
  for (const { column, phrase, isVague } of phrases) {
    const { sure, isBare, end } = phraseIn(words, phrase);
    if (isVague && !isBare) continue;
    if (sure > best.sure || (sure === best.sure && end > best.end)) Object.assign(best, { column, sure, end });
  }
  if (best.sure >= 2) return { column: best.column!, sure: best.sure as 2 | 3 };
  const slip = columnNearly(header);
  if (slip !== undefined) return { column: slip, sure: 2 };
  return best.sure === 1 ? { column: best.column!, sure: 1 } : undefined;
}

type Phrase = { sure: 0 | 1 | 2 | 3; isBare: boolean; end: number };

/**
 * How surely words mean what a phrase among them means: 0 when it is not there, or when others make it something else.
 * `isBare`: only words of payment stand beside it. `end`: where it ends.
 */
export function phraseIn(words: readonly string[], phrase: readonly string[]): Phrase {
  const at = words.findIndex((_, index) => phrase.every((word, offset) => words[index + offset] === word));
  const end = at + phrase.length;
  const rest = at === -1 ? [] : [...words.slice(0, at), ...words.slice(end)];
  if (at === -1 || rest.some((word) => other.has(word))) return { sure: 0, isBare: false, end };
  const isBare = rest.every((word) => payment.has(word));
  if (rest.length === 0) return { sure: 3, isBare, end };
  return { sure: rest.every((word) => neutral.has(word)) ? 2 : 1, isBare, end };
}

const allNames = columnNames.flatMap((column) => {
  const { aliases, headerWords } = payoutField(column);
  return [column, ...aliases, ...headerWords.alone].map((name) => ({ column, name: headerName(name) }));
});

/** The column whose name a header cell is but for a slip of one letter, or of two in a long name. */
function columnNearly(header: string): ColumnName | undefined {
  const text = headerName(header);
  return allNames.find(({ name }) => isNearly(text, name))?.column;
}

function isNearly(text: string, name: string): boolean {
  const shorter = Math.min(text.length, name.length);
  if (shorter < 4) return false;
  const most = shorter < 8 ? 1 : 2;
  return Math.abs(text.length - name.length) <= most && slips(text, name) <= most;
}

/** Letters that are missing, added or other ones, and neighbours that changed places. Both texts are short. */
function slips(left: string, right: string): number {
  let before: number[] = [];
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const isSame = left[i - 1] === right[j - 1];
      let least = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1])
        least = Math.min(least, before[j - 2]! + 1);
      next.push(least);
    }
    [before, row] = [row, next];
  }
  return row[right.length]!;
}
