import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { withLock } from "@/db/embedded/lock.mjs";
import { NEXT, ROOT, runToEnd } from "./child";

const STAMP = path.join(ROOT, ".next/built-from");
const SOURCE_FOLDERS = ["app", "lib", "db", "public"];
const NOT_BUILT = /^(vitest|playwright|eslint|drizzle)\.config|^next-env\.d\.ts$/;

/**
 * Builds the portal unless the last successful build was made from the very same sources. Two calls at once build once.
 * @param run how the build's program is run, where its output is not for the terminal
 * @returns whether there is a usable build
 */
export async function buildIfNeeded(run: typeof runToEnd = runToEnd): Promise<boolean> {
  return withLock(path.join(ROOT, ".data/build.lock"), async () => {
    const sources = fingerprint();
    if (isBuiltFrom(sources)) return true;
    console.log("Building the portal …");
    removeStaleTypes();
    rmSync(STAMP, { force: true });
    if ((await run([NEXT, "build"], { NODE_ENV: "production" })) !== 0) return false;
    writeFileSync(STAMP, sources);
    return true;
  });
}

/** What `next dev` noted about routes that are gone since would break the type check. */
export function removeStaleTypes(): void {
  rmSync(path.join(ROOT, ".next/dev/types"), { recursive: true, force: true });
}

function isBuiltFrom(sources: string): boolean {
  return existsSync(path.join(ROOT, ".next/BUILD_ID")) && existsSync(STAMP) && readFileSync(STAMP, "utf8") === sources;
}

function fingerprint(): string {
  const { NEXT_SERVER_ACTIONS_ENCRYPTION_KEY = "", MERIDIAN_BENCH = "" } = process.env;
  const hash = createHash("sha256").update(NEXT_SERVER_ACTIONS_ENCRYPTION_KEY).update(MERIDIAN_BENCH);
  for (const file of [...rootFiles(), ...SOURCE_FOLDERS.flatMap((folder) => filesIn(folder))].sort()) {
    hash.update(`\0${file}\0`).update(readFileSync(path.join(ROOT, file)));
  }
  return hash.digest("hex");
}

function rootFiles(): string[] {
  return readdirSync(ROOT).filter((name) => /\.(ts|mts|mjs|json)$/.test(name) && !NOT_BUILT.test(name));
}

function filesIn(folder: string): string[] {
  if (!existsSync(path.join(ROOT, folder))) return [];
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    return entry.isDirectory() ? filesIn(file) : entry.isFile() ? [file] : [];
  });
}
