import { amountFaults } from "./amount-faults";
import type { Fault, IngestErrorScope } from "./fault";
import { emailFaults } from "./email-faults";
import { fieldFaults } from "./field-faults";
import { fileFaults } from "./file-faults";
import { headerFaults } from "./header-faults";
import { mappingFaults } from "./mapping-faults";
import { folderFaults, lateFaults, payoutFaults } from "./processing-faults";
import { correctionFaults, rowFaults } from "./row-faults";
import { storable } from "@/lib/storable";

/**
 * The one table of everything that can be wrong with a batch: what its file can be refused for, and what can happen to
 * its payouts later.
 */
export const ingestErrorTable = {
  ...fileFaults,
  ...headerFaults,
  ...mappingFaults,
  ...rowFaults,
  ...fieldFaults,
  ...emailFaults,
  ...amountFaults,
  ...correctionFaults,
  ...lateFaults,
  ...folderFaults,
  ...payoutFaults,
};

export type IngestErrorCode = keyof typeof ingestErrorTable;
export const ingestErrorCodes = Object.keys(ingestErrorTable) as [IngestErrorCode, ...IngestErrorCode[]];

export type IngestError = {
  code: IngestErrorCode;
  scope: IngestErrorScope;
  /** Where the record starts; null for a fault of the file that has no one place. */
  line: number | null;
  /** Name of the column as the file's header means it, at most 200 characters of it. */
  column: string | null;
  /** The refused text, at most 200 characters of it. */
  value: string | null;
  message: string;
  suggestion: string;
};

type PlaceholdersOf<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PlaceholdersOf<Rest>
  : never;
type Place = { line?: number; column?: string; value?: string };
type Placed<Name> = Name extends keyof Place ? Name : never;
type Detail<Code extends IngestErrorCode> = PlaceholdersOf<(typeof ingestErrorTable)[Code]["message" | "suggestion"]>;
type Details<Code extends IngestErrorCode> = Record<Exclude<Detail<Code>, keyof Place>, string | number> & {
  [Name in Placed<Detail<Code>>]-?: NonNullable<Place[Name]>;
} & Place;

const maxValueLength = 200;

/** The fault in words. The compiler asks for exactly the details that the texts of this code mention. */
export function ingestError<Code extends IngestErrorCode>(code: Code, details: Details<Code>): IngestError {
  const { scope, message, suggestion }: Fault = ingestErrorTable[code];
  const value = details.value === undefined ? null : shown(details.value);
  const column = details.column === undefined ? null : shown(details.column);
  const words: Record<string, string | number | null | undefined> = { ...details, value, column };
  // One pass, so that a brace in the refused value is never taken for a placeholder.
  const fill = (text: string) => storable(text.replace(/\{(\w+)\}/g, (_, name: string) => String(words[name] ?? "")));
  return {
    code,
    scope,
    line: details.line ?? null,
    column,
    value,
    message: fill(message),
    suggestion: fill(suggestion),
  };
}

/** Short form of a stored code, for grouping. */
export const reasonOf = (code: string): string =>
  Object.hasOwn(ingestErrorTable, code) ? ingestErrorTable[code as IngestErrorCode].reason : "Other fault";

/** How many rows have a fault, under its short form. */
export type ReasonCount = { code: string; reason: string; rows: number };

function shown(value: string): string {
  const characters = [...storable(value.slice(0, 2 * maxValueLength + 2))];
  return characters.length <= maxValueLength
    ? characters.join("")
    : `${characters.slice(0, maxValueLength - 1).join("")}…`;
}
