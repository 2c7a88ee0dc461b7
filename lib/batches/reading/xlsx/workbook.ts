import path from "node:path";
import { FileFault } from "@/lib/batches/reading/file-fault";
import { ingestError } from "@/lib/ingest-errors/table";
import { maxFrameBytes } from "@/lib/batches/file-format/limits";
import { damaged, maxEntries, type Archive } from "./archive";
import { readAllXml } from "./xml";

/**
 * Where the parts lie that it takes to read one sheet. Days are counted from 1904 in workbooks that began on old Macs.
 */
type Workbook = {
  /** The worksheet that is read, by the name on its tab. */
  name: string;
  sheet: string;
  /** The worksheets that are not read. */
  others: { name: string; part: string }[];
  styles: string | undefined;
  strings: string | undefined;
  from1904: boolean;
};

type Sheet = { name: string; relation: string; isVisible: boolean };
type Relation = { type: string; target: string };

/**
 * @param wanted the name of a sheet; null for the first that is not hidden
 * @throws FileFault when there is no such sheet, or no workbook at all
 */
export async function readWorkbook(archive: Archive, wanted: string | null): Promise<Workbook> {
  const main = await mainPart(archive);
  const folder = path.posix.dirname(main);
  const relations = await readRelations(archive, `${folder}/_rels/${path.posix.basename(main)}.rels`, folder);
  const { sheets, from1904 } = await readSheets(archive, main);
  const worksheets = sheets.filter(({ relation }) => relations.get(relation)?.type === "worksheet");
  const chosen =
    wanted === null
      ? (worksheets.find(({ isVisible }) => isVisible) ?? worksheets[0])
      : worksheets.find(({ name }) => same(name, wanted));
  if (!chosen && wanted !== null)
    throw new FileFault([
      ingestError("sheet_missing", {
        value: wanted,
        sheets: worksheets
          .map(({ name }) => name)
          .join(", ")
          .slice(0, 500),
      }),
    ]);
  if (!chosen) throw damaged();
  const partOf = (type: string) => [...relations.values()].find((relation) => relation.type === type)?.target;
  const others = worksheets.filter((one) => one !== chosen);
  return {
    name: chosen.name,
    sheet: relations.get(chosen.relation)!.target,
    others: others.map(({ name, relation }) => ({ name, part: relations.get(relation)!.target })),
    styles: partOf("styles"),
    strings: partOf("sharedStrings"),
    from1904,
  };
}

const same = (left: string, right: string) => left.trim().toLowerCase() === right.trim().toLowerCase();

async function mainPart(archive: Archive): Promise<string> {
  if (!archive.has("_rels/.rels")) throw new FileFault([ingestError("file_is_zip", {})]);
  const relations = await readRelations(archive, "_rels/.rels", "");
  const main = [...relations.values()].find(({ type }) => type === "officeDocument")?.target;
  if (main?.endsWith(".bin")) throw new FileFault([ingestError("file_is_binary_workbook", {})]);
  if (main === undefined || !/(^|\/)xl\//i.test(main)) throw new FileFault([ingestError("file_is_zip", {})]);
  return main;
}

async function readRelations(archive: Archive, part: string, folder: string): Promise<Map<string, Relation>> {
  const relations = new Map<string, Relation>();
  await readAllXml(archive.read(part, maxFrameBytes), {
    open: (name, { Id = "", Type = "", Target = "" }) => {
      if (name !== "Relationship") return;
      if (relations.size === maxEntries) throw damaged();
      const target = Target.startsWith("/") ? Target.slice(1) : path.posix.join(folder, Target);
      relations.set(Id, { type: Type.slice(Type.lastIndexOf("/") + 1), target });
    },
  });
  return relations;
}

async function readSheets(archive: Archive, part: string): Promise<{ sheets: Sheet[]; from1904: boolean }> {
  const sheets: Sheet[] = [];
  let from1904 = false;
  await readAllXml(archive.read(part, maxFrameBytes), {
    open: (name, attributes) => {
      if (name === "workbookPr") from1904 = attributes.date1904 === "1" || attributes.date1904 === "true";
      if (name !== "sheet") return;
      if (sheets.length === maxEntries) throw damaged();
      const relation = Object.entries(attributes).find(([key]) => key.endsWith(":id"))?.[1] ?? "";
      sheets.push({ name: attributes.name ?? "", relation, isVisible: (attributes.state ?? "visible") === "visible" });
    },
  });
  return { sheets, from1904 };
}
