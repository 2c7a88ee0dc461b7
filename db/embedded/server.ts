import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import os from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { layout } from "./holders.mjs";
import { SERVER_ENVIRONMENT, type Server } from "./initialize";
import { readPostmaster, removeDeadLock, speaksPostgres } from "./postmaster.mjs";

const START_MS = 60_000;
const POLL_MS = 25;
const LOG_LIMIT_BYTES = 5_000_000;

// A postmaster that was just killed keeps its lock file and memory until the system has removed it and its children.
const STILL_DYING = /lock file "postmaster\.pid" already exists|pre-existing shared memory block/;
const NO_MEMORY = /could not map anonymous shared memory|could not create shared memory/;
const PORT_TAKEN = /could not bind|Address already in use|could not create any TCP\/IP sockets/;

/**
 * The port of a server that accepts connections: a live one found in the directory, else a new one.
 * Call it under the cluster's lock.
 * @throws with the end of the server's log when it does not start.
 */
export async function serve(server: Server): Promise<number> {
  const giveUpAt = Date.now() + START_MS;
  let port = await freePort(lastPort(server.home));
  let buffers = server.durable ? buffersFor(ownMemory()) : null;
  while (Date.now() < giveUpAt) {
    const live = await adopt(server.home, giveUpAt);
    if (live) return live;
    await removeDeadLock(layout(server.home).data, lastPort(server.home));
    const failure = await launch(server, settings(port, server.durable, buffers), giveUpAt);
    if (!failure) return remember(server.home, port);
    if (PORT_TAKEN.test(failure)) port = await freePort(0);
    else if (buffers && NO_MEMORY.test(failure)) buffers = null;
    else if (!STILL_DYING.test(failure))
      throw Object.assign(new Error(`PostgreSQL did not start. Its log ends with:\n${failure.trim()}`), {
        path: layout(server.home).data,
      });
    await pause(200);
  }
  throw new Error(`PostgreSQL did not start within ${START_MS / 1_000} seconds; see ${layout(server.home).log}`);
}

async function adopt(home: string, giveUpAt: number): Promise<number | undefined> {
  while (Date.now() < giveUpAt) {
    const live = await readPostmaster(layout(home).data);
    if (!live) return undefined;
    if (live.ready) return (await speaksPostgres(live.port)) ? remember(home, live.port) : undefined;
    await pause(POLL_MS);
  }
  return undefined;
}

/** Starts one postmaster; undefined when it is ready, else what it said. */
async function launch(server: Server, options: string[], giveUpAt: number): Promise<string | undefined> {
  const { data, log } = layout(server.home);
  const logFile = openSync(
    log,
    (statSync(log, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT_BYTES ? "w" : "a",
    0o600,
  );
  const said = statSync(log).size;
  // Its own session: a terminal's Ctrl-C must not stop the database before those who use it.
  const child = spawn(server.binaries.postgres, ["-D", data, ...options], {
    ...server.account,
    cwd: data,
    env: SERVER_ENVIRONMENT,
    detached: true,
    stdio: ["ignore", logFile, logFile],
  });
  closeSync(logFile);
  let ended: string | undefined;
  child.on("error", (error) => (ended = error.message));
  child.on("exit", () => (ended ??= readFileSync(log).subarray(said).toString("utf8").slice(-2_000) || "(nothing)"));
  child.unref();
  while (ended === undefined && Date.now() < giveUpAt) {
    const live = await readPostmaster(data);
    if (live?.ready && live.pid === child.pid) return undefined;
    await pause(POLL_MS);
  }
  return ended ?? "It was still not ready when the time was over.";
}

/** Nothing waits for the disk, the log holds no more than a crash of the server needs, and is rarely worked off. */
const throwAwaySettings = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  wal_level: "minimal",
  max_wal_senders: "0",
  max_wal_size: "2GB",
  checkpoint_timeout: "1h",
};

const MB = 1024 * 1024;
const DEFAULT_BUFFERS_MB = 128;
const MOST_BUFFERS_MB = 4_096;

/** What this machine or container has, in bytes. */
const ownMemory = () => Math.min(os.totalmem(), process.constrainedMemory() || Infinity);

/**
 * The buffers of a server that lasts: a quarter of the memory, which it takes only as its data needs it; null for the default
 * of PostgreSQL.
 * @param memory in bytes
 */
export function buffersFor(memory: number): `${number}MB` | null {
  const quarterMb = Math.min(Math.floor(memory / 4 / MB), MOST_BUFFERS_MB);
  return quarterMb > DEFAULT_BUFFERS_MB ? `${quarterMb}MB` : null;
}

function settings(port: number, durable: boolean, buffers: string | null): string[] {
  const chosen = {
    ...(buffers && { shared_buffers: buffers }),
    port: String(port),
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    timezone: "UTC",
    log_timezone: "UTC",
    ...(durable ? {} : throwAwaySettings),
  };
  return Object.entries(chosen).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

function lastPort(home: string): number {
  const file = layout(home).port;
  return statSync(file, { throwIfNoEntry: false }) ? Number(readFileSync(file, "utf8")) || 0 : 0;
}

/** The same port at each start keeps other programs' connection strings true. */
function remember(home: string, port: number): number {
  writeFileSync(layout(home).port, String(port));
  return port;
}

/** The wanted port when it is free, else any free one. */
function freePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", (error) => (wanted === 0 ? reject(error) : resolve(freePort(0))));
    probe.listen({ port: wanted, host: "127.0.0.1" }, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : wanted));
    });
  });
}
