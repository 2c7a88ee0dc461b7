import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { identityOf, isAlive } from "./identity.mjs";
import { withLock } from "./lock.mjs";
import { stopPostmaster } from "./postmaster.mjs";

/**
 * Where a cluster keeps what. `home` belongs to the user who starts it, `data` to the account PostgreSQL runs as.
 * @param {string} home
 */
export function layout(home) {
  return {
    data: path.join(home, "data"),
    lock: path.join(home, "lock"),
    holders: path.join(home, "holders"),
    password: path.join(home, "password"),
    port: path.join(home, "port"),
    log: path.join(home, "postgres.log"),
  };
}

/**
 * Notes that a guard needs the server. Call it under the cluster's lock.
 * @param {string} home
 * @param {number} pid
 */
export async function hold(home, pid) {
  const { holders } = layout(home);
  await mkdir(holders, { recursive: true });
  await writeFile(path.join(holders, String(pid)), identityOf(pid));
}

/**
 * Takes the note back and stops the server when nobody else needs it.
 * @param {string} home
 * @param {number} pid
 */
export async function release(home, pid) {
  const { data, holders, lock } = layout(home);
  await withLock(lock, async () => {
    await rm(path.join(holders, String(pid)), { force: true });
    if (!(await anyAlive(holders))) await stopPostmaster(data);
  });
}

/** @param {string} holders */
async function anyAlive(holders) {
  const names = await readdir(holders).catch(() => []);
  for (const name of names) {
    const file = path.join(holders, name);
    if (isAlive(await readFile(file, "utf8").catch(() => ""))) return true;
    await rm(file, { force: true });
  }
  return false;
}
