import { maxRecordLength } from "@/lib/batches/file-format/limits";

const quote = '"';

/** `end` is `start` when not even the first record is closed. */
export type QuotedRun = { end: number; isTooLong: boolean };

/**
 * Where a run of lines ends whose records need a parser: from `start`, whose line has a quotation mark, to the end of a
 * line where all of them are closed and the next line has none. Marks inside a quoted cell are written twice, so closed
 * means an even number of them. `isTooLong` says that the record that begins at `end` is longer than any may be.
 */
export function quotedRun(text: string, start: number): QuotedRun {
  const marks = new Marks(text, start);
  let closed = start;
  let isOpen = false;
  for (let at = start; at < text.length; ) {
    const end = endOfLine(text, at);
    const count = marks.until(end);
    if (count === 0 && !isOpen) break;
    if (count % 2 === 1) isOpen = !isOpen;
    if (end - closed > maxRecordLength) return { end: closed, isTooLong: true };
    if (!isOpen) closed = end;
    at = end;
  }
  return { end: closed, isTooLong: false };
}

/** Past the line break of the line that contains `at`. */
function endOfLine(text: string, at: number): number {
  const newline = text.indexOf("\n", at);
  const carriageReturn = text.slice(at, newline === -1 ? text.length : newline).indexOf("\r");
  if (carriageReturn === -1) return newline === -1 ? text.length : newline + 1;
  const end = at + carriageReturn + 1;
  return end === newline ? newline + 1 : end;
}

/** Counts quotation marks from the start to the end of a text, looking at each place once. */
class Marks {
  private next: number;

  constructor(
    private readonly text: string,
    start: number,
  ) {
    this.next = text.indexOf(quote, start);
  }

  until(end: number): number {
    let count = 0;
    for (; this.next !== -1 && this.next < end; this.next = this.text.indexOf(quote, this.next + 1)) count++;
    return count;
  }
}
