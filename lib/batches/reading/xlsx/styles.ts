import { getFormatFromId } from "numfmt";
import { maxFrameBytes } from "@/lib/batches/file-format/limits";
import { parseNumberFormat, type NumberFormat } from "./number-format";
import type { Archive } from "./archive";
import { readAllXml } from "./xml";

/**
 * Of these the order of day and month follows the computer on which the sheet is seen; here it is that of Excel's table,
 * which is American.
 */
const regional: Record<number, string> = { 14: "m/d/yy", 22: "m/d/yy h:mm" };
/** Dates and times of East Asia, whose looks differ from country to country; days all the same. */
const easternDates = [27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58];
const easternTimes = [32, 33];

/** The code of a format that every spreadsheet program knows by number. */
function builtInCode(id: number): string {
  // In the words of formats that say that the computer chooses their looks.
  if (easternDates.includes(id)) return "[$-F800]yyyy-mm-dd";
  if (easternTimes.includes(id)) return "[$-F400]h:mm:ss";
  // The currency that some show is the computer's.
  return regional[id] ?? (id < 50 ? getFormatFromId(id, "en-US").replaceAll("$", "") : "General");
}

function formatOf(id: number, own: ReadonlyMap<number, string>): NumberFormat {
  const given = own.get(id);
  if (given !== undefined) return parseNumberFormat(given);
  const format = parseNumberFormat(builtInCode(id));
  return format.kind === "date" ? { ...format, isRegional: id in regional } : format;
}

const maxStyles = 100_000;

/** How the numbers of each cell style are shown, by the number that cells name. */
export async function readStyles(archive: Archive, part: string | undefined): Promise<NumberFormat[]> {
  if (part === undefined) return [];
  const own = new Map<number, string>();
  const ids: number[] = [];
  let isInCells = false;
  await readAllXml(archive.read(part, maxFrameBytes), {
    open: (name, { numFmtId = "0", formatCode = "" }) => {
      if (name === "numFmt" && own.size < maxStyles) own.set(Number(numFmtId), formatCode);
      if (name === "cellXfs") isInCells = true;
      if (name === "xf" && isInCells && ids.length < maxStyles) ids.push(Number(numFmtId));
    },
    close: (name) => {
      if (name === "cellXfs") isInCells = false;
    },
  });
  const formats = new Map([...new Set(ids)].map((id) => [id, formatOf(id, own)] as const));
  return ids.map((id) => formats.get(id)!);
}
