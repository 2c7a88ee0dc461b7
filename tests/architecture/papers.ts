import { existsSync } from "node:fs";
import path from "node:path";
import { packagesOf } from "./imports";
import { allFiles, read, root } from "./tree";

const folders = ["app", "lib", "db", "tests", "scripts", "docs", "examples"];
const looksLikePath = new RegExp(`^(?:(?:${folders.join("|")})/[^\\s*<{…]+|[\\w.-]+\\.(?:tsx?|mts|mjs|md|json|csv))$`);
const baseNames = new Set(allFiles.map((file) => path.posix.basename(file)));

function stands(name: string): boolean {
  return name.includes("/") ? existsSync(path.join(root, name)) : baseNames.has(name);
}

/** Paths that the README and docs/ name in backticks and that lead nowhere. */
export const lostPaths = () =>
  allFiles
    .filter((file) => /^(?:README\.md|docs\/.*\.md)$/.test(file))
    .flatMap((file) => {
      const named = [
        ...read(file)
          .replaceAll(/^```[\s\S]*?^```/gm, "")
          .matchAll(/`([^`\n]+)`/g),
      ].map(([, name]) => name ?? "");
      return named.filter((name) => looksLikePath.test(name) && !stands(name)).map((name) => `${file}: ${name}`);
    });

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

/** Packages that what runs in production imports, and that `npm ci --omit=dev` would leave out. */
export const missingPackages = () =>
  [...imported(/^(?:app|lib|db|proxy\.ts|instrumentation\.ts)/)]
    .filter((name) => !(name in manifest.dependencies))
    .sort();
