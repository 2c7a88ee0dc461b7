import path from "node:path";
import ts from "typescript";
import { graph } from "./imports";
import { read, root } from "./tree";

/** A change of one file, made only in memory: the only occurrence of `find` becomes `replace`. */
export type Edit = { file: string; find: string; replace: string };

export type CompilerError = { file: string; line: number; message: string };

/** Types that Next.js generates for its routes; they exist only after a build or after the types were generated. */
const notMadeYet = /^Cannot find name '(?:PageProps|LayoutProps|RouteContext)'/;

/**
 * The compiler's errors about app/, lib/, db/ and scripts/ after the edits. Checks only files that import an edited
 * one, directly or not: the others cannot change.
 * @throws when the text of an edit does not occur exactly once
 */
export function errorsWith(edits: readonly Edit[]): CompilerError[] {
  const changed = changedTexts(edits);
  const affected = importersOf(new Set(changed.keys()));
  const { fileNames, options } = project(affected);
  const host = ts.createCompilerHost(options);
  const fromDisk = host.getSourceFile.bind(host);
  host.getSourceFile = (file, settings, ...rest) => {
    const text = changed.get(path.relative(root, file));
    return text === undefined ? fromDisk(file, settings, ...rest) : ts.createSourceFile(file, text, settings);
  };
  const program = ts.createProgram({ rootNames: fileNames, options, host });
  return program
    .getSourceFiles()
    .filter((source) => affected.has(path.relative(root, source.fileName)))
    .flatMap((source) => program.getSemanticDiagnostics(source).map((found) => errorOf(source, found)))
    .filter(({ message }) => !notMadeYet.test(message));
}

function changedTexts(edits: readonly Edit[]): Map<string, string> {
  const changed = new Map<string, string>();
  for (const { file, find, replace } of edits) {
    const parts = (changed.get(file) ?? read(file)).split(find);
    if (parts.length !== 2)
      throw new Error(`“${find}” stands ${parts.length - 1} times in ${file}: correct the trial of this recipe.`);
    changed.set(file, parts.join(replace));
  }
  return changed;
}

/** The files themselves and everything that imports them, directly or not, without tests. */
function importersOf(files: Set<string>): Set<string> {
  const found = new Set(files);
  for (const file of found) {
    for (const [importer, imported] of graph) {
      if (imported.includes(file) && !importer.startsWith("tests/")) found.add(importer);
    }
  }
  return found;
}

/** The compiler's settings and its root files: the files to check, and declarations that nobody imports. */
function project(affected: ReadonlySet<string>): { fileNames: string[]; options: ts.CompilerOptions } {
  const { config } = ts.readConfigFile(path.join(root, "tsconfig.json"), (file) => ts.sys.readFile(file));
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  return {
    fileNames: fileNames.filter((file) => file.endsWith(".d.ts") || affected.has(path.relative(root, file))),
    options: { ...options, noEmit: true, incremental: false, noErrorTruncation: true },
  };
}

function errorOf(source: ts.SourceFile, { start = 0, messageText }: ts.Diagnostic): CompilerError {
  return {
    file: path.relative(root, source.fileName),
    line: source.getLineAndCharacterOfPosition(start).line + 1,
    message: ts.flattenDiagnosticMessageText(messageText, " "),
  };
}
