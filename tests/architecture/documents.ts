import { existsSync } from "node:fs";
import path from "node:path";
import { packagesOf } from "./imports";
import { allFiles, read, root } from "./tree";

/** The documents that people read: the files at the top and every page of docs/. */
export const documents = allFiles.filter((file) =>
  /^(?:(?:README|CHANGELOG|CONTRIBUTING)\.md|docs\/.*\.md)$/.test(file),
);

const folders = ["app", "lib", "db", "tests", "scripts", "docs", "examples"];
const looksLikePath = new RegExp(`^(?:(?:${folders.join("|")})/[^\\s*<{…]+|[\\w.-]+\\.(?:tsx?|mts|mjs|md|json|csv))$`);
const baseNames = new Set(allFiles.map((file) => path.posix.basename(file)));

/** Names in backticks that are files of a user, or created by a command, and not files of this project. */
const filesOfOthers = /^(?:payouts|[\w.]*\.result)\.csv$|^(?:secrets|details-keys)\.json$/;

function exists(name: string): boolean {
  return name.includes("/") ? existsSync(path.join(root, name)) : baseNames.has(name) || filesOfOthers.test(name);
}

export const withoutCodeBlocks = (text: string): string => text.replaceAll(/^```[\s\S]*?^```/gm, "");

/** Paths that the documents name in backticks and that do not exist. */
export const lostPaths = () =>
  documents.flatMap((file) => {
    const named = [...withoutCodeBlocks(read(file)).matchAll(/`([^`\n]+)`/g)].map(([, name]) => name ?? "");
    return named.filter((name) => looksLikePath.test(name) && !exists(name)).map((name) => `${file}: ${name}`);
  });

/** The anchor that GitHub gives a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(" ", "-");

const anchorsIn = (file: string): Set<string> =>
  new Set([...withoutCodeBlocks(read(file)).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchorOf(heading ?? "")));

/** The links of a document within the project: the file each leads to, and its heading, if there is one. */
export const linksIn = (file: string): { target: string; anchor: string }[] =>
  [...withoutCodeBlocks(read(file)).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link]) => link ?? "")
    .filter((link) => !/^[a-z]+:/.test(link))
    .map((link) => {
      const [to = "", anchor = ""] = link.split("#");
      return { target: to === "" ? file : path.posix.join(path.posix.dirname(file), to), anchor };
    });

/** Links between documents that lead to no file, or to no heading of it. */
export const lostLinks = () =>
  documents.flatMap((file) =>
    linksIn(file)
      .filter(({ target, anchor }) => !allFiles.includes(target) || (anchor !== "" && !anchorsIn(target).has(anchor)))
      .map(({ target, anchor }) => `${file} → ${target}${anchor && `#${anchor}`}`),
  );

/** Pages that cannot be reached from the README by links. */
export function unreachedDocuments(): string[] {
  const reached = new Set(["README.md"]);
  for (const file of reached) {
    for (const { target } of documents.includes(file) ? linksIn(file) : []) reached.add(target);
  }
  return documents.filter((file) => !reached.has(file));
}

type Manifest = Record<"dependencies" | "devDependencies" | "optionalDependencies", Record<string, string>>;
const manifest = JSON.parse(read("package.json")) as Manifest;

const imported = (under = /^/) =>
  new Set([...packagesOf].flatMap(([file, packages]) => (under.test(file) ? packages : [])));

/** Packages of package.json that no file imports. */
export const unusedPackages = () => {
  const used = imported();
  return [manifest.dependencies, manifest.devDependencies, manifest.optionalDependencies]
    .flatMap(Object.keys)
    .filter((name) => !used.has(name))
    .sort();
};

/** Packages that production code imports, but that `npm ci --omit=dev` would leave out. */
export const missingPackages = () =>
  [...imported(/^(?:app|lib|db|proxy\.ts|instrumentation\.ts)/)]
    .filter((name) => !(name in manifest.dependencies))
    .sort();
