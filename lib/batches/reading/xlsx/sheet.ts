import { readingBelow } from "@/lib/batches/file-format/columns";
import { currencyUnder, placesOf } from "@/lib/batches/file-format/mapping/apply";
import type { ColumnMapping } from "@/lib/batches/file-format/mapping/mapping";
import { columnsOf } from "@/lib/batches/file-format/named-columns";
import { headerWithin, isHeaderBelow, startsWithHeader } from "@/lib/batches/file-format/header-search";
import { recordTooLong, tooManyColumns } from "@/lib/batches/reading/file-fault";
import { maxColumns, maxRecordLength, maxSheetBytes } from "@/lib/batches/file-format/limits";
import { generalFormat, type NumberFormat } from "./number-format";
import type { FileRecord } from "@/lib/batches/reading/records";
import type { Reading } from "@/lib/payouts/fields/field";
import { payoutField } from "@/lib/payouts/fields/table";
import { canMean } from "@/lib/currency-symbols";
import { otherCurrencyCell } from "@/lib/payouts/fields/cell";
import { shownMoney, type ShownMoney } from "./shown-money";
import { serialOf, shownNumber } from "./shown-number";
import { damaged, tooLarge } from "./archive";
import { HiddenParts } from "./hidden";
import { RichText, type SharedStrings } from "./strings";
import type { SheetNotes } from "@/lib/batches/reading/sheet-notes";
import type { XmlReader } from "./xml";

/** The most that a sheet of any spreadsheet program has. */
const lastColumn = 16_384;
const maxRow = 1_048_576;

/** Many cells may name one long text, so a few rows of a small workbook can have more text than fits into memory. */
const maxWaitingText = 64 * 1024 * 1024;

export type SheetLooks = { strings: Pick<SharedStrings, "at">; formats: readonly NumberFormat[]; from1904: boolean };

/**
 * Reads the XML of a sheet and makes records of its rows, wherever in the sheet its table begins. Hidden rows and
 * columns are read like all others, and noted; of merged cells the first has the value and the rest are empty. Cells that a row
 * lacks at its end are empty, as the sheet shows them.
 */
export class SheetReader implements XmlReader {
  private rows: FileRecord[] = [];
  private cells: string[] = [];
  private row = 0;
  private column = -1;
  private cell = { type: "n", style: 0, value: "", formula: "", isFormula: false };
  private inside = "";
  private width = 0;
  private hasHeader = false;
  private rowsAbove = 0;
  /** What each column is read as, once the header has named them. */
  private readings: Reading[] = [];
  /** The currency of a row; undefined while nothing says where it stands, as in a file that a mapping has yet to read. */
  private currencyOf: ((cells: readonly string[]) => string) | undefined;
  /** The amount of the row, where the sheet shows it with a currency. */
  private money: (ShownMoney & { at: number }) | undefined;
  /** Where amounts of the row stand that are numbers. */
  private numbers: number[] = [];
  private length = 0;
  private waiting = 0;
  private totalLength = 0;
  private readonly rich = new RichText();
  private readonly hidden = new HiddenParts();
  private isHidden = false;

  /**
   * @param notes what it adds hidden columns and filters to
   * @param mapping what the columns are, where they are not ours
   */
  constructor(
    private readonly looks: SheetLooks,
    private readonly notes: SheetNotes,
    private readonly mapping: ColumnMapping | null,
  ) {
    if (mapping?.header.line === null) this.readMapped(mapping);
  }

  /** The records since the last call. */
  takeRecords(): FileRecord[] {
    const { rows } = this;
    this.rows = [];
    this.waiting = 0;
    return rows;
  }

  open = (name: string, attributes: Record<string, string>): void => {
    if (name === "row") this.openRow(attributes);
    else if (name === "c") this.openCell(attributes);
    else if (name === "v" || name === "f") this.inside = name;
    else {
      this.rich.open(name);
      this.hidden.open(name, attributes);
    }
    if (name === "f") this.cell.isFormula = true;
    if (name === "filterColumn") this.notes.isFiltered = true;
  };

  text = (piece: string): void => {
    if (this.inside === "v") this.cell.value += piece;
    else if (this.inside === "f") this.cell.formula += piece;
    else this.rich.add(piece);
  };

  close = (name: string): void => {
    if (name === "c") this.closeCell();
    else if (name === "row") this.closeRow();
    else if (name === "v" || name === "f") this.inside = "";
    else this.rich.close(name);
  };

  private openRow(attributes: Record<string, string>): void {
    const row = attributes.r === undefined ? this.row + 1 : Number(attributes.r);
    if (!Number.isInteger(row) || row <= this.row || row > maxRow) throw damaged();
    this.row = row;
    this.cells = [];
    this.column = -1;
    this.length = 0;
    this.isHidden = this.hidden.isRow(attributes);
    this.money = undefined;
    this.numbers = [];
  }

  private openCell({ r, t, s }: Record<string, string>): void {
    const column = r === undefined ? this.column + 1 : columnOf(r);
    if (column <= this.column || column >= lastColumn) throw damaged();
    this.column = column;
    this.cell = { type: t ?? "n", style: Number(s ?? 0), value: "", formula: "", isFormula: false };
    this.rich.begin();
  }

  private closeCell(): void {
    const text = this.cellText().trim();
    if (text === "") return;
    if (this.column >= maxColumns) throw tooManyColumns(this.row);
    while (this.cells.length < this.column) this.cells.push("");
    this.cells.push(text);
    this.length += text.length;
    this.waiting += text.length;
    this.totalLength += text.length;
    if (this.length > maxRecordLength) throw recordTooLong(this.row);
    if (this.waiting > maxWaitingText) throw tooLarge(maxWaitingText);
    if (this.totalLength > maxSheetBytes) throw tooLarge(maxSheetBytes);
  }

  private cellText(): string {
    const { type, value, style, formula, isFormula } = this.cell;
    if (type === "inlineStr") return this.rich.joined();
    // A formula that was never computed has no value that could be read.
    if (value === "") return isFormula && type !== "str" ? `=${formula}` : "";
    if (type === "s") return this.looks.strings.at(Number(value));
    if (type === "b") return value === "1" || value === "true" ? "TRUE" : "FALSE";
    const format = this.looks.formats[style] ?? generalFormat;
    if (type === "d") return this.dateText(value, format);
    return type === "n" ? this.numberText(value, format) : value;
  }

  private numberText(value: string, format: NumberFormat): string {
    const reads = this.readings[this.column];
    const money = reads === "amount" ? shownMoney(value, format) : undefined;
    if (money) this.money = { ...money, at: this.column };
    if (reads === "amount") this.numbers.push(this.column);
    return money?.amount ?? shownNumber(value, format, { from1904: this.looks.from1904, reads });
  }

  private dateText(value: string, format: NumberFormat): string {
    const serial =
      this.readings[this.column] === "day" || format.kind !== "date" ? undefined : serialOf(value, this.looks.from1904);
    return serial === undefined ? value.replace(/T00:00(:00(\.0+)?)?Z?$/, "") : this.numberText(serial, format);
  }

  private closeRow(): void {
    if (this.cells.length === 0) return;
    if (this.mapping?.header.line === this.row) {
      this.readMapped(this.mapping);
      this.noteHiddenColumns();
    } else if (!this.mapping && this.mayBeHeader()) this.readHeader();
    while (this.cells.length < this.width) this.cells.push("");
    if (this.money) this.compareCurrencies(this.money);
    const record: FileRecord = { line: this.row, lastLine: this.row, cells: this.cells };
    if (this.isHidden) record.isHidden = true;
    if (this.numbers.length > 0 && this.mapping) record.numbers = this.numbers;
    this.rows.push(record);
  }

  /** An amount stands alone only where the currency that the sheet shows can be that of the row. */
  private compareCurrencies({ amount, symbol, at }: ShownMoney & { at: number }): void {
    const currency = this.currencyOf?.(this.cells);
    if (currency !== undefined && !canMean(symbol, currency))
      this.cells[at] = otherCurrencyCell(amount, symbol, currency);
  }

  private readHeader(): void {
    const currencyAt = columnsOf(this.cells).indexOf("currency");
    this.currencyOf = currencyAt === -1 ? undefined : (cells) => cells[currencyAt] ?? "";
    this.readings = this.cells.map(readingBelow);
    this.width = this.cells.length;
    this.noteHiddenColumns();
  }

  private noteHiddenColumns(): void {
    this.notes.hiddenColumns = this.cells.filter((cell, column) => cell !== "" && this.hidden.isColumn(column));
  }

  /** From the line on that the mapping names as the header, or from the first row where there is none. */
  private readMapped(mapping: ColumnMapping): void {
    this.width = mapping.header.keys.length;
    this.readings = mapping.header.keys.map(() => "text");
    this.currencyOf = currencyUnder(mapping);
    for (const [column, places] of placesOf(mapping))
      for (const place of places) this.readings[place] = payoutField(column).reading;
  }

  /** The first row, and until one of them is the header, a later one that is. */
  private mayBeHeader(): boolean {
    const isFirst = this.width === 0;
    if (this.hasHeader || this.rowsAbove++ >= headerWithin) return false;
    this.hasHeader = isFirst ? startsWithHeader(this.cells) : isHeaderBelow(this.cells);
    return isFirst || this.hasHeader;
  }
}

/** "BC12" → 54, counted from 0. */
function columnOf(place: string): number {
  let column = 0;
  for (const letter of /^[A-Z]{1,3}/.exec(place)?.[0] ?? "") column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}
