import { mkdir, readFile, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { identityOf, isAlive } from "./identity.mjs";
import { createWhole } from "./whole-file.mjs";

const WAIT_MS = 120_000;
const POLL_MS = 40;
const OLD_RIGHT_MS = 10_000;

/**
 * Runs `work` while no other process on this machine holds the lock file. Only a lock that names a process that runs is
 * waited for: what a crash, a full disk or another program left there is moved out of the way.
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 * @throws when the lock stays held for two minutes.
 */
export async function withLock(file, work) {
  await mkdir(path.dirname(file), { recursive: true });
  await acquire(file);
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

/** @param {string} file */
async function acquire(file) {
  const giveUpAt = Date.now() + WAIT_MS;
  while (!createWhole(file, identityOf(process.pid))) {
    const holder = await read(file);
    if (holder !== undefined && !isAlive(holder)) await clear(file, holder);
    else await pause(POLL_MS);
    if (Date.now() > giveUpAt)
      throw new Error(
        `${file} has been held by process ${holder} for two minutes; end that process or delete the file.`,
      );
  }
}

/**
 * Moves a dead lock out of the way. Only who holds the right to clear does it, and a live process removes its own lock
 * alone, so nobody ever moves a lock that was made a moment ago.
 * @param {string} file
 * @param {string} dead
 */
async function clear(file, dead) {
  const right = `${file}.clearing`;
  if (!createWhole(right, identityOf(process.pid))) {
    await forgetOldRight(right);
    await pause(POLL_MS);
    return;
  }
  try {
    if ((await read(file)) !== dead) return;
    const away = `${file}.left-${process.pid}-${Date.now()}`;
    await rename(file, away);
    // A folder may hold somebody's files; it stays where it is now.
    await rm(away, { force: true }).catch(() => undefined);
  } finally {
    await rm(right, { force: true });
  }
}

/**
 * Clearing takes milliseconds; a right this old is one whose process died.
 * @param {string} right
 */
async function forgetOldRight(right) {
  const made = await stat(right).then(
    ({ mtimeMs }) => mtimeMs,
    () => Date.now(),
  );
  if (Date.now() - made > OLD_RIGHT_MS) await rm(right, { force: true });
}

/**
 * What the lock says; empty when it says nothing that can be read, undefined when there is none.
 * @param {string} file
 * @returns {Promise<string | undefined>}
 */
async function read(file) {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ENOENT" ? undefined : "";
  }
}
