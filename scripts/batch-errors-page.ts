import type { Fault, IngestErrorScope } from "@/lib/batches/fault";
import { ingestErrorCodes, ingestErrorTable } from "@/lib/batches/ingest-errors";

const chapters: Record<IngestErrorScope, string> = {
  file: "Faults of a whole file: nothing of it is created",
  row: "Faults of a whole row: the row is refused, the others are not",
  field: "Faults of one value: the row is refused, the others are not",
};

const intro = `# What a batch file can be refused for

Made by \`npm run docs\` from the one table in \`lib/batches/ingest-errors.ts\`. Words in braces are filled in where the fault is found; the refused
value is shown with it, cut at 200 characters.
`;

/** The page in docs/ that lists every fault, as Markdown. */
export function batchErrorsPage(): string {
  const scopes = Object.keys(chapters) as IngestErrorScope[];
  return `${[intro, ...scopes.map(chapter)].join("\n")}`;
}

function chapter(scope: IngestErrorScope): string {
  const faults = ingestErrorCodes.filter((code) => ingestErrorTable[code].scope === scope).map((code) => section(code, ingestErrorTable[code]));
  return [`## ${chapters[scope]}\n`, ...faults].join("\n");
}

function section(code: string, { reason, message, suggestion, example }: Fault): string {
  const shown = example === "" ? "An empty one." : example.split(/(?<=\n)/).map((line) => `    ${visible(line)}`).join("");
  return `### ${reason}

\`${code}\`: ${message}
**What to do:** ${suggestion}

${shown}
`;
}

/** Control characters as an editor would name them. */
const visible = (text: string) => text.replace(/(?!\n)\p{Cc}/gu, (character) => `\\u${character.codePointAt(0)!.toString(16).padStart(4, "0")}`);
