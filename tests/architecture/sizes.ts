import path from "node:path";
import { graph } from "./imports";
import { codeFiles } from "./tree";
import { linesOf } from "./words";

/** Folders whose files are a list that grows with the product. */
const lists = /^(?:tests|db\/migrations|db\/schema)(?:\/|$)/;
/** Base folders may hold more files. */
const wide = new Set(["lib", "app/_ui"]);

/** Folders with too many source files for an easy overview. */
export function crowdedFolders(limit: number, wideLimit: number): string[] {
  const counts = new Map<string, number>();
  for (const file of codeFiles) {
    const folder = path.posix.dirname(file);
    if (folder !== "." && !lists.test(folder)) counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts]
    .filter(([folder, count]) => count > (wide.has(folder) ? wideLimit : limit))
    .map(([folder, count]) => `${folder}: ${count} files`);
}

/** Next.js sets these names; an email message is always a separate file, even a short one. */
const namedByNext = /(?:^|\/)(?:page|layout|error|not-found|forbidden|loading|route|actions|global-error)\.tsx?$/;
const mayBeShort = (file: string) =>
  namedByNext.test(file) || file.startsWith("scripts/") || file.startsWith("lib/emails/messages/");

/** Short files with only one importer: each belongs inside that importer. */
export function tooShortFiles(limit: number): string[] {
  const importers = new Map<string, number>();
  for (const targets of graph.values())
    for (const target of new Set(targets)) importers.set(target, (importers.get(target) ?? 0) + 1);
  return codeFiles.filter(
    (file) =>
      /^(?:app|lib|db)\//.test(file) && !mayBeShort(file) && linesOf(file) <= limit && importers.get(file) === 1,
  );
}
