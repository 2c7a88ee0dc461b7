import { maxSharedBytes } from "@/lib/batches/file-format/limits";
import { damaged, type Archive } from "./archive";
import { readAllXml } from "./xml";

/** More than fit into what the texts may take, so that all beyond are empty. */
const maxTexts = 8_000_000;

/**
 * The texts of a workbook, which its cells name by number. As bytes in one piece, because a million strings of their
 * own take many times as much.
 */
export class SharedStrings {
  private bytes = Buffer.alloc(64 * 1024);
  private ends: number[] = [];

  add(text: string): void {
    if (this.ends.length === maxTexts) throw damaged();
    const start = this.ends.at(-1) ?? 0;
    const needed = start + Buffer.byteLength(text);
    if (needed > this.bytes.length) this.bytes = Buffer.concat([this.bytes], Math.max(needed, 2 * this.bytes.length));
    this.ends.push(start + this.bytes.write(text, start));
  }

  /** @throws FileFault when there is no such text */
  at(index: number): string {
    const end = this.ends[index];
    if (end === undefined) throw damaged();
    return this.bytes.toString("utf8", this.ends[index - 1] ?? 0, end);
  }
}

export async function readSharedStrings(archive: Archive, part: string | undefined): Promise<SharedStrings> {
  const strings = new SharedStrings();
  if (part === undefined || !archive.has(part)) return strings;
  const text = new RichText();
  await readAllXml(archive.read(part, maxSharedBytes), {
    open: (name) => (name === "si" ? text.begin() : text.open(name)),
    text: (piece) => text.add(piece),
    close: (name) => (name === "si" ? strings.add(text.joined()) : text.close(name)),
  });
  return strings;
}

/** The text of a cell that may be cut into runs of different looks; how to pronounce it does not count. */
export class RichText {
  private parts: string[] = [];
  private isText = false;
  private isPhonetic = false;

  begin(): void {
    this.parts = [];
    this.isText = false;
    this.isPhonetic = false;
  }

  open(name: string): void {
    if (name === "rPh") this.isPhonetic = true;
    if (name === "t") this.isText = !this.isPhonetic;
  }

  add(piece: string): void {
    if (this.isText) this.parts.push(piece);
  }

  close(name: string): void {
    if (name === "rPh") this.isPhonetic = false;
    if (name === "t") this.isText = false;
  }

  /** Characters that XML cannot hold are written like _x000D_. */
  joined(): string {
    return this.parts
      .join("")
      .replace(/_x([0-9A-F]{4})_/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
  }
}
