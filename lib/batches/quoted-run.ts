const quote = '"';

/**
 * Where a run of lines ends whose records need a parser: from `start`, whose line has a quotation mark, to the end of a line where all of
 * them are closed and the next line has none. Marks inside a quoted cell are written twice, so closed means an even number of them.
 * Undefined while the marks are open where the text ends.
 */
export function quotedRunEnd(text: string, start: number): number | undefined {
  let closed: number | undefined;
  let isOpen = false;
  for (let at = start; at < text.length; ) {
    const end = endOfLine(text, at);
    const marks = marksBetween(text, at, end);
    if (marks === 0 && !isOpen) break;
    if (marks % 2 === 1) isOpen = !isOpen;
    if (!isOpen) closed = end;
    at = end;
  }
  return closed;
}

/** Past the line break of the line that contains `at`. */
export function endOfLine(text: string, at: number): number {
  const newline = text.indexOf("\n", at);
  const carriageReturn = text.slice(at, newline === -1 ? text.length : newline).indexOf("\r");
  if (carriageReturn === -1) return newline === -1 ? text.length : newline + 1;
  const end = at + carriageReturn + 1;
  return end === newline ? newline + 1 : end;
}

function marksBetween(text: string, start: number, end: number): number {
  let marks = 0;
  for (let at = text.indexOf(quote, start); at !== -1 && at < end; at = text.indexOf(quote, at + 1)) marks++;
  return marks;
}
