import ts from "typescript";
import { codeUnder, nodesOf, read, syntaxOf } from "./tree";

const modifiersOf = (node: ts.Node) => (ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : []);
const isExported = (node: ts.Node) => modifiersOf(node).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);

type Named = { name: string; value: ts.Node };

/** The values that a file exports, with the expressions that create them. */
function exportsOf(file: string): Named[] {
  return syntaxOf(file).statements.flatMap((statement): Named[] => {
    if (ts.isExportDeclaration(statement) && !statement.isTypeOnly)
      return [{ name: statement.getText(), value: statement }];
    if (!isExported(statement)) return [];
    if (ts.isFunctionDeclaration(statement)) return [{ name: statement.name?.text ?? "default", value: statement }];
    if (!ts.isVariableStatement(statement)) return [];
    return statement.declarationList.declarations.map(({ name, initializer }) => ({
      name: name.getText(),
      value: initializer ?? name,
    }));
  });
}

/** The local names that a file imports from one module. */
function importedFrom(file: string, module: string): Set<string> {
  const names = syntaxOf(file).statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) || (statement.moduleSpecifier as ts.StringLiteral).text !== module)
      return [];
    const bindings = statement.importClause?.namedBindings;
    return bindings && ts.isNamedImports(bindings) ? bindings.elements.map(({ name }) => name.text) : [];
  });
  return new Set(names);
}

const calls = (node: ts.Node, names: readonly string[]) =>
  [...nodesOf(node)].some((below) => ts.isCallExpression(below) && names.includes(below.expression.getText()));

/**
 * Exports of actions.ts files that no gate of lib/web/action.ts created; those of the admin section must be created by
 * adminAction.
 */
export const ungatedActions = () =>
  codeUnder("app")
    .filter((file) => /(?:^|\/)actions\.ts$/.test(file))
    .flatMap((file) => {
      const gates = importedFrom(file, "@/lib/web/action");
      const admits = (gate: string) => gates.has(gate) && (gate === "adminAction" || !file.includes("/admin/"));
      return exportsOf(file)
        .filter(({ value }) => !(ts.isCallExpression(value) && admits(value.expression.getText())))
        .map(({ name }) => `${file}#${name}`);
    });

const isUseServer = (node: ts.Node) =>
  ts.isExpressionStatement(node) && ts.isStringLiteral(node.expression) && node.expression.text === "use server";

/** Files that contain server actions but are not called actions.ts, or contain them inside a function. */
export const hiddenActions = () =>
  codeUnder("app", "lib")
    .filter((file) => read(file).includes("use server"))
    .filter((file) => {
      const directives = [...nodesOf(syntaxOf(file))].filter(isUseServer);
      const isAtTop = directives.length === 1 && directives[0] === syntaxOf(file).statements[0];
      return directives.length > 0 && !(isAtTop && /(?:^|\/)actions\.ts$/.test(file));
    });

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

const gateModules = ["@/lib/web/auth", "@/lib/web/json-route"];
const adminGates = ["requireAdmin", "adminUpload"];
const userGates = ["requireUser", "userRoute", ...adminGates];

/**
 * Pages and route handlers of the portal whose own body does not check who is signed in; under admin/, whether the user
 * is an admin.
 */
export const unguardedRoutes = () =>
  codeUnder("app/(portal)")
    .filter((file) => /\/(?:page\.tsx|route\.ts)$/.test(file))
    .flatMap((file) => {
      const gates = new Set(gateModules.flatMap((module) => [...importedFrom(file, module)]));
      const wanted = (file.includes("/(portal)/admin/") ? adminGates : userGates).filter((gate) => gates.has(gate));
      const handlers = exportsOf(file).filter(
        ({ name, value }) =>
          methods.includes(name) || modifiersOf(value).some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword),
      );
      if (handlers.length === 0) return [`${file}: exports no page and no method`];
      return handlers.filter(({ value }) => !calls(value, wanted)).map(({ name }) => `${file}#${name}`);
    });

const takesActor = (parameter: ts.ParameterDeclaration | undefined) =>
  parameter?.name.getText() === "actor" && /^(?:[A-Z][A-Za-z]*)?Actor$/.test(parameter.type?.getText() ?? "");

const isFunction = (node: ts.Node) =>
  ts.isFunctionDeclaration(node) || ts.isArrowFunction(node) || ts.isFunctionExpression(node);

/** Exported functions of the domains' reads and writes whose first parameter is not an actor. */
export const functionsWithoutActor = () =>
  codeUnder("lib")
    .filter((file) => /^lib\/.+\/(?:[a-z-]+-)?(?:queries|mutations)\.ts$/.test(file))
    .flatMap((file) =>
      exportsOf(file).flatMap(({ name, value }) =>
        isFunction(value) && !takesActor(value.parameters[0]) ? [`${file}#${name}`] : [],
      ),
    );
