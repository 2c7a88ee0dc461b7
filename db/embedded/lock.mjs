import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { linkSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { identityOf, isAlive } from "./identity.mjs";
import { createWhole } from "./whole-file.mjs";

const WAIT_MS = 120_000;
const POLL_MS = 40;

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
    if (holder !== undefined && !isAlive(holder)) await moveAway(file, holder);
    else await pause(POLL_MS);
    if (Date.now() > giveUpAt)
      throw new Error(
        `${file} has been held by process ${holder} for two minutes; end that process or delete the file.`,
      );
  }
}

/**
 * Only one of several processes moves a file. Who finds that it moved a live lock, made a moment ago, puts it back.
 * @param {string} file
 * @param {string} dead
 */
async function moveAway(file, dead) {
  if ((await read(file)) !== dead) return;
  const away = `${file}.left-${process.pid}-${Date.now()}`;
  try {
    await rename(file, away);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return;
    throw error;
  }
  if ((await read(away)) !== dead) putBack(away, file);
  // A folder may hold somebody's files; it stays where it is now.
  await rm(away, { force: true }).catch(() => undefined);
}

/**
 * @param {string} away
 * @param {string} file
 */
function putBack(away, file) {
  try {
    linkSync(away, file);
  } catch {
    // Another process has made a lock of its own meanwhile, and that one counts.
  }
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
