import { crc32, deflateRawSync } from "node:zlib";

/** A cell of a test sheet: text, a number with its format code, or raw XML. */
export type Cell = string | { number: string; format?: string } | { xml: string };
/** `hidden`: rows with this attribute, counted from 1. `before` and `after` the rows: XML as it is; `others`: sheets behind the first. */
type Options = {
  name?: string;
  texts?: "shared" | "inline";
  parts?: Record<string, string>;
  hidden?: readonly number[];
  before?: string;
  after?: string;
  others?: Record<string, string>;
};

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/** A workbook with one sheet, as spreadsheet programs write it. */
export function workbook(
  rows: readonly (readonly Cell[])[],
  { name = "Payouts", texts = "shared", parts = {}, hidden = [], before = "", after = "", others = {} }: Options = {},
): Buffer {
  const strings: string[] = [];
  const formats = [
    ...new Set(
      rows.flat().flatMap((cell) => (typeof cell === "object" && "number" in cell ? [cell.format ?? "General"] : [])),
    ),
  ];
  const cellXml = (cell: Cell, place: string) => {
    if (typeof cell === "object")
      return "xml" in cell
        ? cell.xml.replaceAll("{r}", place)
        : `<c r="${place}" s="${formats.indexOf(cell.format ?? "General")}"><v>${cell.number}</v></c>`;
    if (cell === "") return "";
    if (texts === "inline")
      return `<c r="${place}" t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`;
    return `<c r="${place}" t="s"><v>${strings.push(cell) - 1}</v></c>`;
  };
  const rowXml = (cells: readonly Cell[], row: number) =>
    `<row r="${row + 1}"${hidden.includes(row + 1) ? ' hidden="1"' : ""}>${cells.map((cell, column) => cellXml(cell, `${String.fromCharCode(65 + column)}${row + 1}`)).join("")}</row>`;
  const sheet = `<worksheet>${before}<sheetData>${rows.map(rowXml).join("")}</sheetData>${after}</worksheet>`;
  const more = Object.entries(others).map(([other, xml], index) => ({
    sheet: `<sheet name="${other}" sheetId="${index + 2}" r:id="o${index}"/>`,
    relation: `<Relationship Id="o${index}" Type="${relationships}/worksheet" Target="worksheets/other${index}.xml"/>`,
    part: [`xl/worksheets/other${index}.xml`, `<worksheet><sheetData>${xml}</sheetData></worksheet>`] as const,
  }));
  return zipped({
    "_rels/.rels": `<Relationships><Relationship Id="r1" Type="${relationships}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `<workbook xmlns:r="${relationships}"><sheets><sheet name="${name}" sheetId="1" r:id="r1"/>${more.map((one) => one.sheet).join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships>${["worksheet:worksheets/sheet1.xml", "styles:styles.xml", "sharedStrings:sharedStrings.xml"].map((part, index) => `<Relationship Id="r${index + 1}" Type="${relationships}/${part.split(":")[0]}" Target="${part.split(":")[1]}"/>`).join("")}${more.map((one) => one.relation).join("")}</Relationships>`,
    "xl/worksheets/sheet1.xml": sheet,
    "xl/styles.xml": `<styleSheet><numFmts>${formats.map((code, index) => `<numFmt numFmtId="${200 + index}" formatCode="${escaped(code).replaceAll('"', "&quot;")}"/>`).join("")}</numFmts><cellXfs>${formats.map((_, index) => `<xf numFmtId="${200 + index}"/>`).join("")}</cellXfs></styleSheet>`,
    "xl/sharedStrings.xml": `<sst>${strings.map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`).join("")}</sst>`,
    ...Object.fromEntries(more.map((one) => one.part)),
    ...parts,
  });
}

/** A zip archive with everything compressed. */
export function zipped(files: Record<string, string | Buffer>): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const raw = Buffer.from(content);
    const body = deflateRawSync(raw);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(raw), 10);
    fields.writeUInt32LE(body.length, 14);
    fields.writeUInt32LE(raw.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from("PK\u0003\u0004"), fields, Buffer.from(name), body]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(
      Buffer.concat([Buffer.from("PK\u0001\u0002"), Buffer.from([20, 0]), fields, place, Buffer.from(name)]),
    );
    bodies.push(local);
    offset += local.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(directory.length, 4);
  end.writeUInt16LE(directory.length, 6);
  end.writeUInt32LE(entries.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...bodies, entries, Buffer.from("PK\u0005\u0006"), end]);
}
