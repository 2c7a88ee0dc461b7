import type { payouts } from "@/db/schema/payouts";
import type { IngestError } from "@/lib/ingest-errors/table";
import type { CsvCell } from "@/lib/csv-text";
import type { Kept } from "@/lib/incoming-text";
import type { HeaderWords } from "./header-words";
import type { At } from "@/lib/moment";

type Payout = typeof payouts.$inferSelect;

/**
 * What a number or a day in a cell of a workbook is read as: the text that the sheet shows; an amount, which is its
 * number; a day, in ISO 8601; an answer that somebody must give to the letter.
 */
export type Reading = "text" | "amount" | "day" | "answer";

/** One cell of a row, without the spaces around it. */
export type Cell = { line: number; column: string; value: string };

/** What the reading of a cell may look at besides the cell. */
export type RowInReading = {
  values: Readonly<Partial<Record<string, string>>>;
  at: At;
  /** The columns that the recipient is shown before they prove who they are. */
  shownBeforeProof: readonly { column: string; label: string }[];
};

export type Checked<Value> = { value: Value } | { fault: IngestError };

/** What a value may need to be stored as part of a payout that is being created. */
export type PayoutInCreation = {
  payoutId: string;
  /** When a payout created now expires unless its row says otherwise. */
  usualExpiry: Date;
  /** LINK_KEY. */
  key: string;
};

/** The properties of the table `payouts` that every new payout gets from lib/payouts/creation.ts, not from a column. */
export type CreationProperty =
  | "organizationId"
  | "id"
  | "batchId"
  | "line"
  | "fromLine"
  | "reissueOf"
  | "status"
  | "statusChangedAt"
  | "createdAt"
  | "lastEmailedAt"
  | "linkVersion"
  | "extra";

/** The properties that a column can be stored in. */
type StorableProperty = Exclude<keyof Payout, CreationProperty | "linkHash">;

type Stored<Value, Property extends StorableProperty> = {
  property: Property;
  value: (value: Value, payout: PayoutInCreation) => Payout[Property];
};

/**
 * What the payout that replaces another one has: the same value, or one of its own. `mayChange`: the admin may write
 * another. `was`: how the new payout's event keeps the old value, and how the timeline calls it.
 */
type ReissueRule =
  | { value: "copied"; mayChange: false }
  | { value: "copied"; mayChange: true; was: { key: string; label: string; text: (payout: Payout) => string } }
  | { value: "renewed"; mayChange: boolean };

/** Says why something shows nothing of the column. */
type Never = { never: string };

/** A column of the exported list: the column's own value, or what is made of it and the currency. */
type ExportColumn<Property extends StorableProperty> = {
  header: string;
  cell: "as stored" | ((payout: Pick<Payout, Property | "currency">) => CsvCell);
};

/** A fact on the payout's page: among those that say what it is, or among its times. Null is not shown. */
export type PageFact = {
  place: "identity" | "times";
  label: string;
  fact: (payout: Payout) => string | Date | null;
  /** What people take to other programs: it can be copied. */
  copied?: true;
};

/**
 * Everything the portal knows of one column of a payout. Each key is needed by a consumer, so a column that leaves one
 * out does not compile.
 */
type PayoutField<
  Property extends string,
  Required extends boolean,
  Value,
  StoredIn extends StorableProperty,
  Reissue extends ReissueRule,
  MaxLength extends number,
> = {
  /** What it is called in sentences and forms. */
  label: string;
  /** Other names that the header of a file may use. Case, accents, spaces and hyphens never matter. */
  aliases: readonly string[];
  headerWords: HeaderWords;
  required: Required;
  description: string;
  example: string;
  /** The characters that nobody sees and that it may have all the same. */
  keptHidden: Kept;
  /** In characters, as the database counts them. */
  maxLength: MaxLength;
  reading: Reading;
  /** The name of its value among those that were read. */
  property: Property;
  /** Reads a cell that is not empty; an empty one of an optional column is null. Pure, and called for every row. */
  read: (cell: Cell, row: RowInReading) => Checked<Value>;
  stored: Stored<Required extends true ? Value : Value | null, StoredIn>;
  reissue: Reissue;
  /** Whether the recipient's email and page show it to all who have the link: then no part of it can be a proof. */
  shownBeforeProof: boolean;
  export: ExportColumn<StoredIn> | Never;
  page: PageFact | Never;
  /** How wide its input is in a form of two columns. */
  formWidth: "half" | "full";
};

/** A column to code that treats all alike: only the column itself knows the type of its value. */
export type AnyPayoutField<Property extends StorableProperty = StorableProperty> = Omit<
  PayoutField<string, boolean, unknown, Property, ReissueRule, number>,
  "stored"
> & { stored: { property: Property; value: (value: never, payout: PayoutInCreation) => unknown } };

/** Checks that a column knows everything, and that what is read from its cell is what its property can store. */
export const field = <
  Property extends string,
  Required extends boolean,
  Value,
  StoredIn extends StorableProperty,
  const Reissue extends ReissueRule,
  MaxLength extends number,
>(
  definition: PayoutField<Property, Required, Value, StoredIn, Reissue, MaxLength>,
) => definition;

/** Stores a value as it was read. */
export const asRead = <Property extends StorableProperty>(property: Property) => ({
  property,
  value: (value: Payout[Property]) => value,
});
