import { maxFrameBytes } from "@/lib/batches/file-format/limits";
import { parseNumberFormat, type NumberFormat } from "./number-format";
import type { Archive } from "./archive";
import { readWholeXml } from "./xml";

/** The formats that every spreadsheet program knows by number, as Excel shows them in American English. */
const builtIn: Record<number, string> = {
  1: "0",
  2: "0.00",
  3: "#,##0",
  4: "#,##0.00",
  9: "0%",
  10: "0.00%",
  11: "0.00E+00",
  12: "# ?/?",
  13: "# ??/??",
  14: "m/d/yy",
  15: "d-mmm-yy",
  16: "d-mmm",
  17: "mmm-yy",
  18: "h:mm AM/PM",
  19: "h:mm:ss AM/PM",
  20: "h:mm",
  21: "h:mm:ss",
  22: "m/d/yy h:mm",
  37: "#,##0",
  38: "#,##0",
  39: "#,##0.00",
  40: "#,##0.00",
  41: "#,##0",
  42: "#,##0",
  43: "#,##0.00",
  44: "#,##0.00",
  45: "mm:ss",
  46: "[h]:mm:ss",
  47: "mm:ss.0",
  48: "##0.0E+0",
  49: "@",
};
/** Of these the order of day and month follows the computer on which the sheet is seen. */
const regional: readonly number[] = [14, 22];
/** Dates and times of East Asia, whose looks differ from country to country; days all the same. */
const easternDates = [
  [27, 31],
  [34, 36],
  [50, 58],
] as const;
const easternTimes = [[32, 33]] as const;

const within = (id: number, ranges: readonly (readonly [number, number])[]) =>
  ranges.some(([first, last]) => id >= first && id <= last);

function formatOf(id: number, own: ReadonlyMap<number, string>): NumberFormat {
  const given = own.get(id);
  if (given !== undefined) return parseNumberFormat(given);
  const format = parseNumberFormat(builtIn[id] ?? easternCode(id) ?? "General");
  return format.kind === "date" ? { ...format, isRegional: regional.includes(id) } : format;
}

/** In the words of formats that say that the computer chooses their looks. */
function easternCode(id: number): string | undefined {
  if (within(id, easternDates)) return "[$-F800]yyyy-mm-dd";
  return within(id, easternTimes) ? "[$-F400]h:mm:ss" : undefined;
}

const maxStyles = 100_000;

/** How the numbers of each cell style are shown, by the number that cells name. */
export async function readStyles(archive: Archive, part: string | undefined): Promise<NumberFormat[]> {
  if (part === undefined) return [];
  const own = new Map<number, string>();
  const ids: number[] = [];
  let isInCells = false;
  await readWholeXml(archive.read(part, maxFrameBytes), {
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
