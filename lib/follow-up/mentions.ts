/** An address behind an `@`, at the start of a text or behind anything that cannot belong to an address. */
const mention = /(?<![\p{L}\p{N}._%+-])@[^\s@]+@[^\s@]+/gu;

/**
 * A piece of a text: what stands `before` a mention, and the mention as it is `written`; the last piece has none.
 * `emails`: the addresses that it can mean, in small letters. A stop or a bracket behind an address may not belong to it.
 */
type Piece = { before: string; written: string; emails: string[] };

export function mentionsIn(text: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const { 0: written, index } of text.matchAll(mention)) {
    const email = written.slice(1).toLowerCase();
    const emails = [email, email.replace(/[^\p{L}\p{N}]+$/u, "")];
    pieces.push({ before: text.slice(end, index), written, emails });
    end = index + written.length;
  }
  return [...pieces, { before: text.slice(end), written: "", emails: [] }];
}
