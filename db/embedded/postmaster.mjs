import { readFileSync, readdirSync, readlinkSync, realpathSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { connect } from "node:net";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { runs } from "./identity.mjs";

const POLL_MS = 25;
const FAST_STOP_MS = 10_000;

/**
 * What the server's own lock file says, or undefined when no server runs on this directory.
 * @param {string} data
 */
export async function readPostmaster(data) {
  const text = await readFile(path.join(data, "postmaster.pid"), "utf8").catch(() => "");
  const lines = text.split("\n");
  const pid = Number.parseInt(lines[0] ?? "", 10);
  if (!Number.isInteger(pid) || !runs(pid) || !isServerOf(pid, data)) return undefined;
  return { pid, port: Number.parseInt(lines[3] ?? "", 10), ready: lines[7]?.trim() === "ready" };
}

/**
 * Removes a lock file that no server stands behind and that PostgreSQL would not get past: an empty or torn one, or one
 * whose number is another program's by now. Call it under the cluster's lock. Two servers on one directory would
 * destroy it, so with the least sign of one the file stays.
 * @param {string} data
 * @param {number} lastPort the port of its last server, 0 when that is not known
 */
export async function removeDeadLock(data, lastPort) {
  const file = path.join(data, "postmaster.pid");
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return;
  const pid = Number.parseInt(text, 10);
  // Of a process that has ended PostgreSQL removes it itself, and looks for its children too.
  if (Number.isInteger(pid) && !runs(pid) && text.split("\n").length > 5) return;
  if (anyServerOf(data) || (lastPort > 0 && (await speaksPostgres(lastPort)))) return;
  await rm(file, { force: true });
}

/**
 * Whether any process works in this directory as PostgreSQL does, its children too. Where the system does not tell,
 * only the port does.
 * @param {string} data
 */
function anyServerOf(data) {
  if (process.platform !== "linux") return false;
  return readdirSync("/proc").some((name) => /^\d+$/.test(name) && isServerOf(Number(name), data));
}

/**
 * Whether a process that runs is PostgreSQL on this directory; true where the system does not tell. A process that has
 * ended works nowhere: it may end while it is looked at, and stays listed until its parent has asked for its end.
 * @param {number} pid
 * @param {string} data
 */
function isServerOf(pid, data) {
  if (process.platform !== "linux") return true;
  try {
    if (readFileSync(`/proc/${pid}/comm`, "utf8").trim() !== "postgres") return false;
  } catch {
    return false;
  }
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data);
  } catch {
    return runs(pid);
  }
}

/**
 * Whether PostgreSQL answers on this port; after a reboot the number in an old lock file may belong to anything.
 * @param {number} port
 * @returns {Promise<boolean>}
 */
export function speaksPostgres(port) {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    const answer = (/** @type {boolean} */ yes) => {
      socket.destroy();
      resolve(yes);
    };
    socket.setTimeout(2_000, () => answer(false));
    socket.on("error", () => answer(false));
    // SSLRequest is the one question a server answers with a single letter before any sign-in.
    socket.on("connect", () => socket.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])));
    socket.on("data", (reply) => answer(reply[0] === 0x4e || reply[0] === 0x53));
    socket.on("end", () => answer(false));
  });
}

/**
 * Stops the server of a directory: connections are closed and the data is flushed; by force when that takes too long.
 * @param {string} data
 */
export async function stopPostmaster(data) {
  const server = await readPostmaster(data);
  // Where the system does not tell whose process it is, the port does.
  if (!server || (process.platform !== "linux" && !(await speaksPostgres(server.port)))) return;
  for (const signal of /** @type {const} */ (["SIGINT", "SIGQUIT", "SIGKILL"])) {
    send(server.pid, signal);
    const giveUpAt = Date.now() + FAST_STOP_MS;
    while (Date.now() < giveUpAt) {
      if (!runs(server.pid)) return;
      await pause(POLL_MS);
    }
  }
}

/**
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
function send(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended between the look and the signal.
  }
}
