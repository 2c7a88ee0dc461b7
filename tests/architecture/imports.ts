import path from "node:path";
import ts from "typescript";
import { allFiles, codeFiles, read } from "./tree";

const known = new Set(allFiles);
const endings = ["", ".ts", ".tsx", ".mts", ".mjs"];

export function resolveImport(from: string, specifier: string): string | undefined {
  if (!/^(?:@\/|\.)/.test(specifier)) return undefined;
  const target = specifier.startsWith("@/") ? specifier.slice(2) : path.posix.join(path.posix.dirname(from), specifier);
  return endings.map((ending) => target + ending).find((file) => known.has(file));
}

const specifiersOf = (file: string) =>
  ts.preProcessFile(read(file), true, true).importedFiles.map(({ fileName }) => fileName);

/** The project files that each code file imports, including types. */
export const graph = new Map(
  codeFiles.map((file) => [file, specifiersOf(file).flatMap((specifier) => resolveImport(file, specifier) ?? [])]),
);

const nameOfPackage = (specifier: string) => specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");

/** The packages that each code file imports. */
export const packagesOf = new Map(
  codeFiles.map((file) => [
    file,
    specifiersOf(file)
      .filter((specifier) => !/^(?:@\/|\.|node:)/.test(specifier))
      .map(nameOfPackage),
  ]),
);

/** Imports of project files that do not exist. */
export const lostImports = () =>
  codeFiles.flatMap((file) =>
    specifiersOf(file)
      .filter(
        (specifier) =>
          /^(?:@\/|\.)/.test(specifier) && !/\.(?:css|svg)$/.test(specifier) && !resolveImport(file, specifier),
      )
      .map((specifier) => `${file} → ${specifier}`),
  );

/** Each cycle of imports once, as a readable path. */
export function cycles(): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, way: string[]): void => {
    if (way.includes(file)) found.push([...way.slice(way.indexOf(file)), file].join(" → "));
    if (done.has(file) || way.includes(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...way, file]);
    done.add(file);
  };
  for (const file of codeFiles) visit(file, []);
  return found;
}

/** Imports that lead from `from` to `to`; both are patterns for paths. */
export const importsBetween = (from: RegExp, to: RegExp) =>
  [...graph].flatMap(([file, targets]) =>
    from.test(file) ? targets.filter((target) => to.test(target)).map((target) => `${file} → ${target}`) : [],
  );

/**
 * Components of one screen (in folders that begin with an underscore) that the product uses from outside their folder.
 */
export const borrowedParts = () =>
  [...graph].flatMap(([file, targets]) =>
    (file.startsWith("tests/") ? [] : targets)
      .filter((target) => {
        const home = /^(app\/.*?)_[a-z]+\/[^_]*\.tsx$/.exec(target)?.[1];
        return home !== undefined && !file.startsWith(home);
      })
      .map((target) => `${file} → ${target}`),
  );
