import { maxSheetBytes } from "@/lib/batches/file-format/limits";
import type { Excerpt } from "@/lib/batches/reading/records";
import { noNotes } from "@/lib/batches/reading/sheet-notes";
import { damaged, openArchive, type Archive } from "./archive";
import { sheetsWithData } from "./other-sheets";
import { SheetReader, type SheetLooks } from "./sheet";
import { spooled } from "./spooled";
import { readSharedStrings, type SharedStrings } from "./strings";
import { readStyles } from "./styles";
import { readWorkbook } from "./workbook";
import { readXml } from "./xml";

/**
 * The first rows of one sheet of a workbook, with the texts that their cells name: as XML, because what a cell says
 * depends on what its column is.
 * @param sheet its name; null for the first that is not hidden
 * @param most rows, of which a few more may come; fewer where they take more than `mostLength` characters
 * @throws FileFault when they cannot be read
 */
export async function xlsxExcerpt(
  bytes: AsyncIterable<Uint8Array>,
  sheet: string | null,
  { most, mostLength }: { most: number; mostLength: number },
): Promise<Excerpt> {
  const file = await spooled(bytes);
  try {
    const archive = await openArchive(file);
    const { name, sheet: part, others, styles, strings, from1904 } = await readWorkbook(archive, sheet);
    const texts = new NamedTexts(await readSharedStrings(archive, strings));
    const looks = { formats: await readStyles(archive, styles), strings: texts, from1904 };
    const head = await headOf(
      archive,
      part,
      looks,
      (rows, length) => rows >= most || length + texts.length > mostLength,
    );
    const otherSheets = await sheetsWithData(archive, others);
    const kept = { ...looks, strings: texts.kept() };
    return {
      sheets: { read: name, others: otherSheets },
      async *records(notes, mapping) {
        notes.otherSheets = otherSheets;
        const reader = new SheetReader(kept, notes, mapping);
        for await (const read of readXml(piecesOf(head.xml), reader)) {
          yield { records: reader.takeRecords(), bytesRead: 0 };
          // What follows is not at hand: the end of the XML is not missing.
          if (!head.isWhole && read >= head.length) return;
        }
      },
    };
  } finally {
    await file.close();
  }
}

/** The XML of a sheet up to where it is enough, and how many bytes that is where it is not the whole. */
async function headOf(
  archive: Archive,
  part: string,
  looks: SheetLooks,
  isEnough: (rows: number, length: number) => boolean,
): Promise<{ xml: Buffer[]; length: number; isWhole: boolean }> {
  const xml: Buffer[] = [];
  const reader = new SheetReader(looks, noNotes(), null);
  const keeping = async function* () {
    for await (const chunk of archive.read(part, maxSheetBytes)) {
      xml.push(chunk);
      yield chunk;
    }
  };
  let rows = 0;
  for await (const length of readXml(keeping(), reader)) {
    rows += reader.takeRecords().length;
    if (isEnough(rows, length)) return { xml, length, isWhole: false };
  }
  return { xml, length: 0, isWhole: true };
}

async function* piecesOf(xml: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* xml;
}

/** The texts of a workbook, of which those that were asked for are remembered. */
class NamedTexts {
  private readonly asked = new Map<number, string>();
  /** Characters of those that were asked for. */
  length = 0;

  constructor(private readonly all: SharedStrings) {}

  at(index: number): string {
    const known = this.asked.get(index);
    if (known !== undefined) return known;
    const text = this.all.at(index);
    this.asked.set(index, text);
    this.length += text.length;
    return text;
  }

  /** Those that were asked for, without the others. */
  kept(): Pick<SharedStrings, "at"> {
    const { asked } = this;
    return {
      at: (index) => {
        const text = asked.get(index);
        if (text === undefined) throw damaged();
        return text;
      },
    };
  }
}
