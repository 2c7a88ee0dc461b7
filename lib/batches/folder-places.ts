import { access } from "node:fs/promises";
import path from "node:path";

/** The folders inside an organization's folder, and the note left in one that belongs to nobody. */
export const places = { done: "done", refused: "refused", working: "working" } as const;
export const noteName = "NOT-IMPORTED.txt";

/** Where a file goes when all is said about it. */
export type End = "done" | "refused";
export const ends = ["done", "refused"] as const;

const resultEnding = ".result.csv";
export const resultName = (name: string): string => `${name}${resultEnding}`;

/** Whether a file is for us to take, or still under the name that programs give to what they are writing. */
export const isOffered = (name: string): boolean => name !== noteName && !name.startsWith(".") && !/\.(?:part|tmp|filepart)$/i.test(name);

// With the ending of its response and a number against collisions, within the 255 bytes that file systems take.
const longestName = 230;

/** The name itself, or with a number: one under which neither a file nor a response lies in the folder. */
export async function freeName(folder: string, name: string): Promise<string> {
  const { name: stem, ext } = path.parse(name);
  const short = cut(stem, longestName - Buffer.byteLength(ext));
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? `${short}${ext}` : `${short}-${number}${ext}`;
    if (!(await exists(path.join(folder, candidate))) && !(await exists(path.join(folder, resultName(candidate))))) return candidate;
  }
}

const exists = (file: string) => access(file).then(() => true, () => false);

function cut(text: string, bytes: number): string {
  let length = 0;
  return [...text].filter((character) => (length += Buffer.byteLength(character)) <= Math.max(1, bytes)).join("");
}
