import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { layout } from "./holders.mjs";
import { SERVER_ENVIRONMENT, type Server } from "./initialize";
import { readPostmaster, removeDeadLock, speaksPostgres } from "./postmaster.mjs";

const START_MS = 60_000;
const POLL_MS = 25;
const LOG_LIMIT_BYTES = 5_000_000;

// A postmaster that was just killed keeps its lock file and memory until the system has removed it and its children.
const STILL_DYING = /lock file "postmaster\.pid" already exists|pre-existing shared memory block/;
const PORT_TAKEN = /could not bind|Address already in use|could not create any TCP\/IP sockets/;

/**
 * The port of a server that accepts connections: a live one found in the directory, else a new one.
 * Call it under the cluster's lock.
 * @throws with the end of the server's log when it does not start.
 */
export async function serve(server: Server): Promise<number> {
  const giveUpAt = Date.now() + START_MS;
  let port = await freePort(lastPort(server.home));
  while (Date.now() < giveUpAt) {
    const live = await adopt(server.home, giveUpAt);
    if (live) return live;
    await removeDeadLock(layout(server.home).data, lastPort(server.home));
    const failure = await launch(server, port, giveUpAt);
    if (!failure) return remember(server.home, port);
    if (PORT_TAKEN.test(failure)) port = await freePort(0);
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
async function launch(server: Server, port: number, giveUpAt: number): Promise<string | undefined> {
  const { data, log } = layout(server.home);
  const logFile = openSync(
    log,
    (statSync(log, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT_BYTES ? "w" : "a",
    0o600,
  );
  const said = statSync(log).size;
  // Its own session: a terminal's Ctrl-C must not stop the database before those who use it.
  const child = spawn(server.binaries.postgres, ["-D", data, ...settings(port, server.durable)], {
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

function settings(port: number, durable: boolean): string[] {
  const chosen = {
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
