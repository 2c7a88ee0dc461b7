import ts from "typescript";
import { codeUnder, nodesOf, read, syntaxOf, textsOf } from "./tree";

type Written = "payouts" | "events" | "emails";

/** Statements that write to a table, by file: with drizzle's builders or in our own SQL. */
export function writersOf(table: Written, ...verbs: ("insert" | "update" | "delete")[]): string[] {
  const verb = verbs.join("|");
  const builder = new RegExp(`\\.(?:${verb})\\(${table}\\)`);
  const spelled = new RegExp(`(?:${verb})\\s+(?:into\\s+|from\\s+)?(?:"?${table}"?\\b)`, "i");
  const interpolated = new RegExp(`(?:${verb})\\s+(?:into\\s+|from\\s+)?\\$\\{${table}\\}`, "i");
  return codeUnder("app", "lib").filter((file) => {
    const source = read(file);
    return builder.test(source) || interpolated.test(source) || [...textsOf(file)].some((text) => spelled.test(text));
  });
}

const named = (node: ts.Node, name: string) =>
  (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) && node.name.getText() === name;

/** Files that set the status of a batch. */
export const batchStatusWriters = () =>
  codeUnder("app", "lib").filter((file) =>
    [...nodesOf(syntaxOf(file))].some(
      (node) =>
        ts.isCallExpression(node) &&
        /\.update\(batches\)\s*\.set$/.test(node.expression.getText()) &&
        [...nodesOf(node.arguments[0]!)].some((below) => named(below, "status")),
    ),
  );
