import { SaxesParser } from "saxes";
import { damaged } from "./archive";

export type XmlReader = {
  open?: (name: string, attributes: Record<string, string>) => void;
  text?: (text: string) => void;
  close?: (name: string) => void;
};

/** Bytes between two tags. A workbook has no text or tag so long, and it would have to fit into memory. */
const maxBytesBetweenTags = 4 * 1024 * 1024;
/** Elements within elements; each open one takes memory. */
const maxDepth = 100;

/**
 * Reads XML in UTF-8 as it comes; the reader gets the names of elements without their prefix. Entities of the
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
  let lastTag = 0;
  let depth = 0;
  parser.on("error", () => {
    throw damaged();
  });
  parser.on("doctype", () => {
    throw damaged();
  });
  parser.on("opentag", ({ name, attributes }) => {
    lastTag = read;
    if (++depth > maxDepth) throw damaged();
    open?.(localName(name), attributes);
  });
  parser.on("closetag", ({ name }) => {
    lastTag = read;
    depth--;
    close?.(localName(name));
  });
  if (text) parser.on("text", text);
  if (text) parser.on("cdata", text);
  for await (const chunk of chunks) {
    read += chunk.length;
    parser.write(decodedXml(decoder, chunk));
    if (read - lastTag > maxBytesBetweenTags) throw damaged();
    yield read;
  }
  parser.write(decodedXml(decoder)).close();
  yield read;
}

/** Reads a part to its end. */
export async function readAllXml(chunks: AsyncIterable<Buffer>, reader: XmlReader): Promise<void> {
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
