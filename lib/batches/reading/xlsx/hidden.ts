type Attributes = Record<string, string>;

const isTrue = (text: string | undefined) => text === "1" || text === "true";

/**
 * Which rows and columns a sheet hides (ECMA-376 Part 1, 18.3.1.13, 18.3.1.73 and 18.3.1.81): by their attribute, by a
 * height or width of nothing, or because rows have none unless they say so. A filter and a closed group hide rows by the
 * same attribute.
 */
export class HiddenParts {
  #columns: { from: number; to: number }[] = [];
  #areRowsHidden = false;

  /** An element before the rows. */
  open(name: string, { min, max, hidden, width, zeroHeight }: Attributes): void {
    if (name === "sheetFormatPr") this.#areRowsHidden = isTrue(zeroHeight);
    if (name === "col" && (isTrue(hidden) || isNothing(width)))
      this.#columns.push({ from: Number(min) - 1, to: Number(max) - 1 });
  }

  isRow({ hidden, ht }: Attributes): boolean {
    if (hidden !== undefined) return isTrue(hidden);
    return isNothing(ht) || (this.#areRowsHidden && ht === undefined);
  }

  /** @param column counted from 0 */
  isColumn = (column: number): boolean => this.#columns.some(({ from, to }) => column >= from && column <= to);
}

const isNothing = (size: string | undefined) => size !== undefined && Number(size) === 0;
