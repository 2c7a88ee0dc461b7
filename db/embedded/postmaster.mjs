import { readFile } from "node:fs/promises";
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
  if (!Number.isInteger(pid) || !runs(pid)) return undefined;
  return { pid, port: Number.parseInt(lines[3] ?? "", 10), ready: lines[7]?.trim() === "ready" };
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
  if (!server || !(await isOurs(server.pid, server.port))) return;
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
 * @param {number} port
 */
async function isOurs(pid, port) {
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => undefined);
  return command === undefined ? speaksPostgres(port) : command.includes("postgres");
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
