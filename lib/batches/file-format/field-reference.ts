import { columnNames, payoutField, type ColumnName } from "@/lib/payouts/fields/table";
import { headerWithin } from "./header-search";
import { maxFileSize, maxRecords } from "./limits";

const intro = `# The columns of a batch file

CSV or an Excel workbook (.xlsx), at most ${maxFileSize} and ${maxRecords.toLocaleString("en-US")} rows, with a header line and the columns in any order. CSV may be separated
by comma, semicolon, tab or |, and encoded in UTF-8 or in UTF-16 with its mark. Case, accents, spaces and hyphens in column names
do not matter; of columns that are not named here, each payout keeps up to ten, as they are written. The header may stand below a title, within the
first ${headerWithin} rows that are not blank; what is above it is not read. What no text can hold (NUL, half of a character) is kept as �; in the
columns below, a � refuses the row.
`;

/** What each column holds, as Markdown; made of the table that the validator reads. */
export const fieldReference = (): string => [intro, ...columnNames.map(section)].join("\n");

function section(name: ColumnName): string {
  const { label, aliases, headerWords, required, description, example, maxLength } = payoutField(name);
  const also = aliases.length > 0 ? `, also called ${aliases.map((alias) => `\`${alias}\``).join(" or ")}` : "";
  const alone = headerWords.alone.map((word) => `\`${word}\``).join(", ");
  const where = alone === "" ? "" : ` Where no column has such a name, also ${alone}.`;
  return `## \`${name}\`

${label}${also}. ${required ? "Required" : "Optional"}, at most ${maxLength} characters. ${description}${where}

Example: \`${example}\`
`;
}
