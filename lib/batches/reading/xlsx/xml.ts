import { SaxesParser } from "saxes";
import { damaged } from "./archive";

export type XmlReader = {
  open?: (name: string, attributes: Record<string, string>) => void;
  text?: (text: string) => void;
  close?: (name: string) => void;
};

/** A text or a tag longer than this is no part of a workbook, and would have to be held in memory. */
const maxSilence = 4 * 1024 * 1024;
/** Elements within elements; each that is still open is held in memory. */
const maxDepth = 100;

/**
 * Reads XML in UTF-8 as it comes; the reader hears of elements by their names without prefix. Entities of the
 * document's own are refused. Yields how many bytes were read, after each piece.
 * @throws FileFault when it is not well-formed
 */
export async function* readXml(
  chunks: AsyncIterable<Buffer>,
  { open, text, close }: XmlReader,
): AsyncGenerator<number> {
  const parser = new SaxesParser({ xmlns: false, position: false });
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let read = 0;
  let heard = 0;
  let depth = 0;
  parser.on("error", () => {
    throw damaged();
  });
  parser.on("doctype", () => {
    throw damaged();
  });
  parser.on("opentag", ({ name, attributes }) => {
    heard = read;
    if (++depth > maxDepth) throw damaged();
    open?.(localName(name), attributes);
  });
  parser.on("closetag", ({ name }) => {
    heard = read;
    depth--;
    close?.(localName(name));
  });
  if (text) parser.on("text", text);
  if (text) parser.on("cdata", text);
  for await (const chunk of chunks) {
    read += chunk.length;
    parser.write(decodedXml(decoder, chunk));
    if (read - heard > maxSilence) throw damaged();
    yield read;
  }
  parser.write(decodedXml(decoder)).close();
  yield read;
}

/** For a part of which only the whole is wanted. */
export async function readWholeXml(chunks: AsyncIterable<Buffer>, reader: XmlReader): Promise<void> {
  const pieces = readXml(chunks, reader);
  while (!(await pieces.next()).done);
}

const localName = (name: string) => name.slice(name.indexOf(":") + 1);

function decodedXml(decoder: TextDecoder, chunk?: Buffer): string {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
  } catch {
    throw damaged();
  }
}
