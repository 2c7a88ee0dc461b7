import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { identityOf, isAlive } from "./identity.mjs";

const WAIT_MS = 120_000;
const POLL_MS = 40;
// Longer than another process needs between judging a lock dead and removing it.
const SETTLE_MS = 150;

/**
 * Runs `work` while no other process on this machine holds the lock file; a lock whose holder died is taken over.
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
  const mine = identityOf(process.pid);
  const giveUpAt = Date.now() + WAIT_MS;
  for (;;) {
    const took = await create(file, mine);
    if (took) return;
    const holder = await read(file);
    if (holder && !isAlive(holder) && (await takeOver(file, holder, mine))) return;
    if (Date.now() > giveUpAt)
      throw new Error(
        `${file} has been held by process ${holder} for two minutes; end that process or delete the file.`,
      );
    await pause(POLL_MS);
  }
}

/**
 * Two processes may find the same dead holder; the last one to write wins and the other sees that after a moment.
 * @param {string} file
 * @param {string} dead
 * @param {string} mine
 */
async function takeOver(file, dead, mine) {
  if ((await read(file)) !== dead) return false;
  await rm(file, { force: true });
  if (!(await create(file, mine))) return false;
  await pause(SETTLE_MS);
  return (await read(file)) === mine;
}

/**
 * @param {string} file
 * @param {string} content
 */
async function create(file, content) {
  try {
    await writeFile(file, content, { flag: "wx" });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

/** @param {string} file */
async function read(file) {
  return readFile(file, "utf8").catch(() => "");
}
