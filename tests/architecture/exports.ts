import ts from "typescript";
import { resolveImport } from "./imports";
import { codeFiles, nodesOf, syntaxOf } from "./tree";

/** Names that Next.js, a tool or the command line reads. */
const readFromOutside =
  /^(?:app\/.*\/?(?:page(?:\.bench)?|layout|error|not-found|forbidden|loading|route|global-error|template)\.tsx?|proxy\.ts|[\w.-]+\.config\.(?:ts|mts|mjs)|db\/schema\/.*)$/;

const isExported = (node: ts.Statement) =>
  ts.canHaveModifiers(node) && ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);

function exportedNames(file: string): string[] {
  return syntaxOf(file).statements.flatMap((statement) => {
    if (!isExported(statement)) return [];
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.flatMap(({ name }) =>
        ts.isIdentifier(name)
          ? [name.text]
          : name.elements.flatMap((part) => ("name" in part ? [part.name.getText()] : [])),
      );
    const { name } = statement as ts.DeclarationStatement;
    return name ? [name.text] : [];
  });
}

/** What `const { name } = await tsImport("./file.ts", …)` takes: how plain JavaScript loads TypeScript. */
function loadedNames(file: string): string[] {
  return [...nodesOf(syntaxOf(file))].flatMap((node) => {
    if (!ts.isVariableDeclaration(node) || !ts.isObjectBindingPattern(node.name)) return [];
    const [, from] = /^await tsImport\("([^"]+)"/.exec(node.initializer?.getText() ?? "") ?? [];
    const target = from && resolveImport(file, from.replace(/\.ts$/, ""));
    return target ? node.name.elements.map(({ name }) => `${target}#${name.getText()}`) : [];
  });
}

/** `file#name` of everything that some file imports by name. */
function importedNames(files: readonly string[]): Set<string> {
  const names = files.flatMap((file) =>
    syntaxOf(file).statements.flatMap((statement) => {
      if (!ts.isImportDeclaration(statement)) return [];
      const target = resolveImport(file, (statement.moduleSpecifier as ts.StringLiteral).text);
      const bindings = statement.importClause?.namedBindings;
      if (!target || !bindings) return [];
      if (ts.isNamespaceImport(bindings)) return [`${target}#*`];
      return bindings.elements.map(({ name, propertyName }) => `${target}#${(propertyName ?? name).text}`);
    }),
  );
  return new Set([...names, ...files.filter((file) => file.endsWith(".mjs")).flatMap(loadedNames)]);
}

const product = codeFiles.filter((file) => !file.startsWith("tests/"));

const exportsNotIn = (used: ReadonlySet<string>) =>
  product
    .filter((file) => !readFromOutside.test(file) && !used.has(`${file}#*`))
    .flatMap((file) => exportedNames(file).map((name) => ({ file, name })))
    .filter(({ file, name }) => !used.has(`${file}#${name}`));

/** Exports that no file imports, including tests. */
export const unusedExports = () => exportsNotIn(importedNames(codeFiles)).map(({ file, name }) => `${file}#${name}`);

const usesOf = (file: string, name: string) =>
  [...nodesOf(syntaxOf(file))].filter((node) => ts.isIdentifier(node) && node.text === name).length;

/** Exports that only tests import and that their own file does not use: the product does not need them. */
export const onlyForTests = () =>
  exportsNotIn(importedNames(product))
    .filter(({ file, name }) => usesOf(file, name) === 1)
    .map(({ file, name }) => `${file}#${name}`);
