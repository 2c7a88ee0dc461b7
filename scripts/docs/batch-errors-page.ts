import type { Fault, IngestErrorScope } from "@/lib/ingest-errors/fault";
import { ingestErrorCodes, ingestErrorTable, type IngestErrorCode } from "@/lib/ingest-errors/table";
import { payoutFaults } from "@/lib/ingest-errors/processing-faults";

const chapters: Record<IngestErrorScope, string> = {
  file: "Faults of a whole file: nothing of it is created",
  row: "Faults of a whole row: the row is refused, the others are not",
  field: "Faults of one value: the row is refused, the others are not",
};

const intro = `# What a batch file can be refused for

Made by \`npm run docs\` from the one table in \`lib/ingest-errors/table.ts\`. Words in braces are filled in where the fault is found; the refused
value is shown with it, cut at 200 characters.
`;

/** The page in docs/ that lists every fault, as Markdown. */
export function batchErrorsPage(): string {
  const scopes = Object.keys(chapters) as IngestErrorScope[];
  const ofFiles = ingestErrorCodes.filter((code) => !isLater(code));
  const byScope = scopes.map((scope) =>
    chapter(
      chapters[scope],
      ofFiles.filter((code) => ingestErrorTable[code].scope === scope),
    ),
  );
  return `${[intro, ...byScope, chapter(later, ingestErrorCodes.filter(isLater))].join("\n")}`;
}

const later = "What can go wrong afterwards: the row is a payout already";
const isLater = (code: IngestErrorCode) => Object.hasOwn(payoutFaults, code);

const chapter = (heading: string, codes: readonly IngestErrorCode[]): string =>
  [`## ${heading}\n`, ...codes.map((code) => section(code, ingestErrorTable[code]))].join("\n");

function section(code: string, { reason, message, suggestion, example }: Fault): string {
  const shown =
    example === ""
      ? "An empty one."
      : example
          .split(/(?<=\n)/)
          .map((line) => `    ${visible(line)}`)
          .join("");
  return `### ${reason}

\`${code}\`: ${message}
**What to do:** ${suggestion}

${shown}
`;
}

/** Control characters as an editor would name them. */
const visible = (text: string) =>
  text.replace(/(?!\n)\p{Cc}/gu, (character) => `\\u${character.codePointAt(0)!.toString(16).padStart(4, "0")}`);
