import { readFileSync } from "node:fs";
import path from "node:path";

const read = <T>(file: string): T => JSON.parse(readFileSync(path.resolve(".next", file), "utf8")) as T;

/** Every page and route handler of the build, as addresses: "/payouts/[id]". */
export function builtRoutes(): string[] {
  return Object.values(read<Record<string, string>>("app-path-routes-manifest.json")).sort();
}

/** Only the route handlers. */
export function builtHandlers(): string[] {
  const routes = Object.entries(read<Record<string, string>>("app-path-routes-manifest.json"));
  return routes.flatMap(([file, route]) => (file.endsWith("/route") ? [route] : []));
}

export type BuiltAction = {
  id: string;
  /** File and export: "app/(portal)/payouts/actions.ts cancel". */
  name: string;
  /** The pages that use it, as addresses. */
  pages: string[];
};

type ServerReferences = {
  node: Record<string, { filename: string; exportedName: string; workers: Record<string, unknown> }>;
  edge: Record<string, unknown>;
};

/** Every server action of the build. */
export function builtActions(): BuiltAction[] {
  const { node, edge } = read<ServerReferences>("server/server-reference-manifest.json");
  if (Object.keys(edge).length > 0)
    throw new Error("There are actions on the edge runtime, which the matrix does not know of.");
  const routes = read<Record<string, string>>("app-path-routes-manifest.json");
  return Object.entries(node)
    .map(([id, { filename, exportedName, workers }]) => ({
      id,
      name: `${filename} ${exportedName}`,
      pages: Object.keys(workers).map((worker) => routes[worker.slice("app".length)] ?? worker),
    }))
    .sort((one, other) => one.name.localeCompare(other.name));
}
