import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

export const root = fileURLToPath(new URL("../..", import.meta.url));

const notOurs = new Set([
  "node_modules",
  ".next",
  ".data",
  ".git",
  "test-results",
  "playwright-report",
  "next-env.d.ts",
]);

function walk(folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.posix.join(folder, entry.name);
    if (notOurs.has(file)) return [];
    return entry.isDirectory() ? walk(file) : [file];
  });
}

/** Every file of the project, by its path from the root. */
export const allFiles = walk("").sort();

export const codeFiles = allFiles.filter((file) => /\.(?:tsx?|mts|mjs)$/.test(file));

/** Code files under one of these folders. */
export const codeUnder = (...folders: string[]) =>
  codeFiles.filter((file) => folders.some((folder) => file.startsWith(`${folder}/`)));

export const read = (file: string) => readFileSync(path.join(root, file), "utf8");

const parsed = new Map<string, ts.SourceFile>();

export function syntaxOf(file: string): ts.SourceFile {
  const known = parsed.get(file);
  if (known) return known;
  const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true);
  parsed.set(file, source);
  return source;
}

/** The node itself and everything below it. */
export function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node;
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => void children.push(child));
  for (const child of children) yield* nodesOf(child);
}

/** Every text in the code: strings, and the fixed parts of templates. */
export function* textsOf(file: string): Generator<string> {
  for (const node of nodesOf(syntaxOf(file))) {
    if (
      ts.isStringLiteral(node) ||
      ts.isNoSubstitutionTemplateLiteral(node) ||
      ts.isTemplateHead(node) ||
      ts.isTemplateMiddleOrTemplateTail(node)
    )
      yield node.text;
  }
}
