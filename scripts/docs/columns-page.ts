import { fieldReference } from "@/lib/batches/file-format/field-reference";

const closing = `
---

Made by \`npm run docs\` from the table of columns. **Batches › Upload a batch file › Field reference** downloads the same text.
`;

/** The page in docs/ that describes the columns of a batch file, as Markdown. */
export const columnsPage = (): string => `${fieldReference()}${closing}`;
