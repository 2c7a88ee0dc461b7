import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const STOP_MS = 12_000;

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
export const NEXT = path.join(ROOT, "node_modules/next/dist/bin/next");
/** Serves the portal on HOST and PORT; with NODE_ENV=development, as one edits it. */
export const WEB_SERVER = path.join(ROOT, "lib/web/server/main.mjs");

const LEASH = pathToFileURL(path.join(ROOT, "scripts/run/leash.mjs")).href;

export type Child = {
  /** Settles when the process has ended: its exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals>;
  /** Asks the process to end, insists after twelve seconds, and returns when it has. */
  stop(): Promise<void>;
};

/**
 * Runs a Node program that ends when this process does, however that happens. It gets its own session: a terminal's
 * Ctrl-C reaches this process alone, which then stops its children in order.
 * @param output the descriptor of an open file, when its output is not for the terminal.
 */
export function startChild(
  program: string[],
  environment: Record<string, string> = {},
  output: "inherit" | number = "inherit",
): Child {
  const child = spawn(process.execPath, ["--import", LEASH, ...program], {
    cwd: ROOT,
    detached: true,
    stdio: ["ignore", output, output, "pipe"],
    env: { ...process.env, ...environment, LEASH_FD: "3" },
  });
  child.stdio[3]?.on("error", () => {});
  const ended = once(child, "exit").then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals);
  return {
    ended,
    async stop() {
      const insist = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
      child.kill("SIGTERM");
      await ended;
      clearTimeout(insist);
    },
  };
}

/** Runs a Node program to its end. @returns its exit code, 1 for one ended by a signal. */
export async function runToEnd(
  program: string[],
  environment: Record<string, string> = {},
  output: "inherit" | number = "inherit",
): Promise<number> {
  const result = await startChild(program, environment, output).ended;
  return typeof result === "number" ? result : 1;
}
