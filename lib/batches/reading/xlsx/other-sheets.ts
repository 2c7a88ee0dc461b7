import { maxSheetBytes } from "@/lib/batches/file-format/limits";
import { FileFault } from "@/lib/batches/reading/file-fault";
import type { Archive } from "./archive";
import { readXml } from "./xml";

/** Each is read up to its first value alone; a workbook with more of them is no list of payouts. */
const sheetsLookedInto = 50;
/** A sheet without a value in so much of it is not looked into further. */
const bytesLookedInto = 4 * 1024 * 1024;

/** @returns the names of those sheets that hold a value; one that cannot be read, or is not read so far, may */
export async function sheetsWithData(
  archive: Archive,
  sheets: readonly { name: string; part: string }[],
): Promise<string[]> {
  const names: string[] = [];
  for (const { name, part } of sheets.slice(0, sheetsLookedInto)) if (await hasData(archive, part)) names.push(name);
  return names;
}

async function hasData(archive: Archive, part: string): Promise<boolean> {
  let found = false;
  const reader = { open: (name: string) => (found ||= name === "v" || name === "is") };
  try {
    for await (const read of readXml(archive.read(part, maxSheetBytes), reader))
      if (found || read > bytesLookedInto) return true;
    return found;
  } catch (error) {
    if (error instanceof FileFault) return true;
    throw error;
  }
}
