import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { createWhole } from "@/db/embedded/whole-file.mjs";
import { env } from "@/lib/env";
import { ROOT } from "./child";

const secret = () => randomBytes(36).toString("base64url");

/**
 * Secrets a demo makes for itself, by the file under .data/ that keeps them. A file is never rewritten, so a secret of
 * a later version gets one of its own.
 */
const OWN_SECRETS: Record<string, Record<string, () => string>> = {
  "secrets.json": { AUTH_SECRET: secret, LINK_KEY: secret },
  "details-keys.json": { DETAILS_KEYS: () => `own:${randomBytes(32).toString("base64")}` },
};

/**
 * Reads `.env` when there is one (the real environment wins), makes the secrets a demo needs, and checks everything.
 * @throws EnvironmentError
 */
export function loadEnvironment(): void {
  const file = path.join(ROOT, ".env");
  if (existsSync(file)) process.loadEnvFile(file);
  // In production a secret that only this machine knows would break the second machine.
  if (process.env.NODE_ENV !== "production") useOwnSecrets();
  env();
}

function useOwnSecrets(): void {
  for (const [file, makers] of Object.entries(OWN_SECRETS)) {
    const missing = Object.keys(makers).filter((name) => !process.env[name]?.trim());
    if (missing.length === 0) continue;
    const kept = madeOnce(path.join(ROOT, ".data", file), makers);
    for (const name of missing) process.env[name] = kept[name];
  }
}

function madeOnce(file: string, makers: Record<string, () => string>): Record<string, string> {
  mkdirSync(path.dirname(file), { recursive: true });
  // An empty one, left by a full disk, holds nothing to lose.
  if (statSync(file, { throwIfNoEntry: false })?.size === 0) rmSync(file);
  const made = Object.fromEntries(Object.entries(makers).map(([name, make]) => [name, make()]));
  if (createWhole(file, `${JSON.stringify(made, null, 2)}\n`)) return made;
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Record<string, string>;
  } catch {
    throw new Error(
      `${file} holds secrets and is damaged. Put it back from a backup; without one, links and sealed details are lost, and deleting the file makes new secrets.`,
    );
  }
}
