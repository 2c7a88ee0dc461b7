import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { env, EnvironmentError } from "@/lib/env";
import { ROOT } from "./child";

const SECRETS = ["AUTH_SECRET", "LINK_KEY"] as const;

/**
 * Reads `.env` when there is one (the real environment wins), makes the secrets a demo needs, and checks everything.
 * Ends the process with a sentence for each setting that is missing or malformed.
 */
export function loadEnvironment(): void {
  const file = path.join(ROOT, ".env");
  if (existsSync(file)) process.loadEnvFile(file);
  // In production on a database of one's own, a secret that only this machine knows would break the second machine.
  if (process.env.NODE_ENV !== "production" || !process.env.DATABASE_URL?.trim()) useOwnSecrets();
  try {
    env();
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

function useOwnSecrets(): void {
  const missing = SECRETS.filter((name) => !process.env[name]?.trim());
  if (missing.length === 0) return;
  const secrets = ownSecrets();
  for (const name of missing) process.env[name] = secrets[name];
}

function ownSecrets(): Record<string, string> {
  const file = path.join(ROOT, ".data/secrets.json");
  mkdirSync(path.dirname(file), { recursive: true });
  try {
    const secrets = Object.fromEntries(SECRETS.map((name) => [name, randomBytes(36).toString("base64url")]));
    writeFileSync(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flag: "wx" });
    return secrets;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    return JSON.parse(readFileSync(file, "utf8")) as Record<string, string>;
  }
}
