import { isUtf8 } from "node:buffer";
import { access } from "node:fs/promises";
import path from "node:path";

/** The folders inside an organization's folder, and the note left in one that belongs to no organization. */
export const places = { done: "done", refused: "refused", working: "working" } as const;
export const noteName = "NOT-IMPORTED.txt";

/** Where a file goes in the end. */
export type End = "done" | "refused";
export const ends = ["done", "refused"] as const;

const resultEnding = ".result.csv";
export const resultName = (name: string): string => `${name}${resultEnding}`;

/** Whether a file is to be imported, and not under a name that programs give to what they are still writing. */
export const isOffered = (name: string): boolean =>
  name !== noteName && !name.startsWith(".") && !/\.(?:part|tmp|filepart)$/i.test(name);

// With the ending of its response and a number against collisions, within the 255 bytes that file systems allow.
const longestName = 230;

/**
 * The name of a file as text: bytes that are not UTF-8 almost always come from a system that writes Windows-1252.
 */
export function spelled(raw: Buffer): string {
  if (isUtf8(raw)) return raw.toString();
  const { short, ext } = fitting(new TextDecoder("windows-1252").decode(raw));
  return `${short}${ext}`;
}

/** The name itself, or with a number: one under which neither a file nor a response lies in the folder. */
export async function freeName(folder: string, name: string): Promise<string> {
  const { short, ext } = fitting(name);
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? `${short}${ext}` : `${short}-${number}${ext}`;
    if (!(await exists(path.join(folder, candidate))) && !(await exists(path.join(folder, resultName(candidate)))))
      return candidate;
  }
}

const exists = (file: string) =>
  access(file).then(
    () => true,
    () => false,
  );

/** A name no longer than allowed, split before its ending, unless the ending is what makes it long. */
function fitting(name: string): { short: string; ext: string } {
  const { name: stem, ext } = path.parse(name);
  const endingBytes = Buffer.byteLength(ext);
  return endingBytes > longestName / 2
    ? { short: cut(name, longestName), ext: "" }
    : { short: cut(stem, longestName - endingBytes), ext };
}

function cut(text: string, bytes: number): string {
  let length = 0;
  return [...text].filter((character) => (length += Buffer.byteLength(character)) <= Math.max(1, bytes)).join("");
}
