import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { serverAccount } from "./account";
import { findBinaries } from "./binaries";
import { hold, layout, release } from "./holders.mjs";
import { DATABASE_NAME, initializeOnce, password, SERVER_USER, type Server } from "./initialize";
import { withLock } from "./lock.mjs";
import { clusterHome } from "./places";
import { readPostmaster, stopPostmaster } from "./postmaster.mjs";
import { serve } from "./server";

const WATCH_MS = 1_000;

export type Cluster = {
  url: string;
  port: number;
  /** Releases the server; it stops when no other process uses it. */
  stop(): Promise<void>;
  /** Stops the server, closing every connection, and starts it on the same port. */
  restart(): Promise<void>;
  /** Calls back once when the server has ended without this process asking for it. */
  onLost(callback: () => void): void;
};

/**
 * Starts the PostgreSQL of a directory, or joins the one that already runs there. The server stops when the last
 * process that uses it ends, even by kill -9.
 * @param options.durable false trades safety after a power cut for speed: for throw-away test clusters.
 * @param options.discard deletes the directory with the server's end.
 * @throws with a sentence for a person when the server cannot be started.
 */
export async function startCluster(options: {
  dataDir: string;
  durable?: boolean;
  discard?: boolean;
}): Promise<Cluster> {
  const home = clusterHome(options.dataDir);
  const account = serverAccount(layout(home).data);
  const server: Server = { home, account, binaries: findBinaries(account), durable: options.durable ?? true };
  const guard = keepGuard(home, options.discard ?? false);
  try {
    const port = await withLock(layout(home).lock, async () => {
      await guard.start();
      initializeOnce(server);
      return serve(server);
    });
    return cluster(server, guard, port);
  } catch (error) {
    await guard.stop();
    throw error;
  }
}

function cluster(server: Server, guard: Guard, port: number): Cluster {
  const { data, lock } = layout(server.home);
  let expected = false;
  return {
    port,
    url: `postgres://${SERVER_USER}:${password(server.home)}@127.0.0.1:${port}/${DATABASE_NAME}`,
    async stop() {
      expected = true;
      await guard.stop();
    },
    async restart() {
      expected = true;
      await withLock(lock, async () => {
        await stopPostmaster(data);
        await serve(server);
      });
      expected = false;
    },
    onLost(callback) {
      const look = async () => {
        if (expected || (await readPostmaster(data)) || expected) return;
        clearInterval(timer);
        callback();
      };
      const timer = setInterval(() => void look(), WATCH_MS);
      timer.unref();
    },
  };
}

type Guard = { start(): Promise<void>; stop(): Promise<void> };

/** Keeps the server running by a small process that notices when this one ends; a guard that is killed is replaced. */
function keepGuard(home: string, discard: boolean): Guard {
  let guard: ChildProcess | undefined;
  let stopping = false;
  async function start(): Promise<void> {
    const program = fileURLToPath(new URL("./guard.mjs", import.meta.url));
    const child = spawn(process.execPath, [program, home, discard ? "discard" : "keep"], {
      cwd: "/",
      detached: true,
      stdio: ["pipe", "ignore", "ignore"],
    });
    await once(child, "spawn");
    child.stdin?.on("error", () => {});
    child.unref();
    (child.stdin as unknown as { unref(): void }).unref();
    await hold(home, child.pid!);
    guard = child;
    child.once("exit", () => {
      if (!stopping) void withLock(layout(home).lock, start).catch(() => {});
    });
  }
  async function stop(): Promise<void> {
    if (stopping || !guard) return;
    stopping = true;
    if (guard.exitCode !== null || guard.signalCode !== null) return release(home, guard.pid!);
    guard.ref();
    guard.stdin?.end();
    await once(guard, "exit");
  }
  return { start, stop };
}
