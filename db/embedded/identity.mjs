import { readFileSync } from "node:fs";

/**
 * Names a process so that a later one with the same number is not taken for it: pid, and on Linux its start time.
 * @param {number} pid
 */
export function identityOf(pid) {
  return `${pid} ${processStat(pid)?.startedAt ?? ""}`.trim();
}

/**
 * Whether the process an identity names still runs.
 * @param {string} identity
 */
export function isAlive(identity) {
  const pid = Number.parseInt(identity, 10);
  return Number.isInteger(pid) && pid > 0 && runs(pid) && identityOf(pid) === identity.trim();
}

/**
 * Whether a process runs; one that has ended and waits to be reaped by its parent does not.
 * @param {number} pid
 */
export function runs(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it exists and belongs to somebody else.
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return false;
  }
  return processStat(pid)?.state !== "Z";
}

/** @param {number} pid */
function processStat(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command's name may hold spaces and parentheses, so count from the last one: state is field 3, start time
    // field 22.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { state: fields[0], startedAt: fields[19] };
  } catch {
    return undefined;
  }
}
