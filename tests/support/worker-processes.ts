import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { afterEach } from "vitest";
import { programFile } from "./database";

/** Workers as real processes on a database; none outlives its test. */
export function useWorkers(databaseUrl: string) {
  const running = new Set<ChildProcess>();
  const start = (): ChildProcess => {
    const worker = spawn(process.execPath, [programFile("worker")], {
      env: { ...process.env, DATABASE_URL: databaseUrl },
      stdio: ["ignore", "ignore", "inherit"],
    });
    running.add(worker);
    return worker;
  };
  const kill = async (worker: ChildProcess): Promise<void> => {
    running.delete(worker);
    if (worker.exitCode !== null || worker.signalCode !== null) return;
    const ended = once(worker, "exit");
    worker.kill("SIGKILL");
    await ended;
  };
  afterEach(() => Promise.all([...running].map(kill)));
  return { start, kill };
}
