import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import type { Account } from "./account";
import type { Binaries } from "./binaries";
import { layout } from "./holders.mjs";
import { createWhole } from "./whole-file.mjs";

export type Server = { home: string; binaries: Binaries; account: Account | undefined; durable: boolean };

export const SERVER_USER = "meridian";
export const DATABASE_NAME = "meridian";

/** What PostgreSQL sees of our environment: nothing of ours, and no locale that the machine may lack. */
export const SERVER_ENVIRONMENT = { LC_ALL: "C", PATH: "/usr/bin:/bin" } as unknown as NodeJS.ProcessEnv;

/**
 * Makes the data directory once. Call it under the cluster's lock; a run cut short leaves nothing that counts.
 * @throws with initdb's own words when it fails.
 */
export function initializeOnce({ home, binaries, account, durable }: Server): void {
  const { data } = layout(home);
  if (existsSync(path.join(data, "PG_VERSION"))) return;
  const unfinished = `${data}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  const passwordCopy = path.join(home, "password.initdb");
  rmSync(passwordCopy, { force: true });
  createWhole(passwordCopy, password(home));
  if (account) for (const place of [unfinished, passwordCopy]) chownSync(place, account.uid, account.gid);
  try {
    const options = [...INITDB_OPTIONS, ...(durable ? [] : THROW_AWAY_OPTIONS), `--pwfile=${passwordCopy}`];
    run(binaries.initdb, [...options, "-D", unfinished], unfinished, account);
    // The programs come without createdb; the single-user server does the same before the first start.
    run(
      binaries.postgres,
      ["--single", "-D", unfinished, "postgres"],
      unfinished,
      account,
      `CREATE DATABASE ${DATABASE_NAME};\n`,
    );
  } finally {
    rmSync(passwordCopy, { force: true });
  }
  renameSync(unfinished, data);
}

/**
 * The password of the cluster's only account, made on first use in a file nobody else may read.
 * @throws when the file was emptied though there is a cluster
 */
export function password(home: string): string {
  const file = layout(home).password;
  const kept = existsSync(file) ? readFileSync(file, "utf8") : "";
  if (kept) return kept;
  if (existsSync(path.join(layout(home).data, "PG_VERSION")))
    throw new Error(
      `${file} holds the password of the database, and is empty or gone. Put it back from a backup, or move ${home} away to begin anew.`,
    );
  rmSync(file, { force: true });
  createWhole(file, randomBytes(24).toString("base64url"));
  return readFileSync(file, "utf8");
}

const INITDB_OPTIONS = [
  `--username=${SERVER_USER}`,
  "--auth=scram-sha-256",
  "--encoding=UTF8",
  "--locale=C",
  "--locale-provider=builtin",
  "--builtin-locale=C.UTF-8",
  "--no-instructions",
];

/** What is thrown away need not outlive the machine, nor be found damaged. */
const THROW_AWAY_OPTIONS = ["--no-sync", "--no-data-checksums"];

function run(program: string, options: string[], cwd: string, account: Account | undefined, input?: string): void {
  const result = spawnSync(program, options, { ...account, cwd, input, env: SERVER_ENVIRONMENT, encoding: "utf8" });
  if (result.status === 0) return;
  const words = result.error?.message ?? `${result.stdout}${result.stderr}`.trim();
  throw Object.assign(new Error(`PostgreSQL's data directory could not be made in ${cwd}: ${words}`), { path: cwd });
}
