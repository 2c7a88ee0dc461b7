import { readFileSync, statSync } from "node:fs";
import path from "node:path";

export type Account = { uid: number; gid: number };

/**
 * The account PostgreSQL must run as: undefined for an ordinary user, an existing unprivileged one for root,
 * because the server refuses to run as uid 0. A directory that already has data decides it, so that it stays readable.
 * @throws when root has neither a `postgres` nor a `nobody` account.
 */
export function serverAccount(dataDirectory: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const owner = statSync(dataDirectory, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const account = namedAccount("postgres") ?? namedAccount("nobody");
  if (!account)
    throw new Error(
      "PostgreSQL does not run as root, and this machine has neither a postgres nor a nobody account. Run this as an ordinary user or set DATABASE_URL.",
    );
  return account;
}

/** Whether the account can enter the directory or read the file, judged by the permission bits from the root down. */
export function canReach(target: string, account: Account): boolean {
  const ancestors: string[] = [];
  for (let directory = path.dirname(path.resolve(target)); ; directory = path.dirname(directory)) {
    ancestors.push(directory);
    if (directory === path.dirname(directory)) break;
  }
  return ancestors.every((directory) => allows(directory, account, 0o1)) && allows(target, account, 0o4);
}

function allows(target: string, account: Account, bit: number): boolean {
  const stats = statSync(target, { throwIfNoEntry: false });
  // What does not exist yet is made by this program, with the bits it needs.
  if (!stats) return true;
  const shift = stats.uid === account.uid ? 6 : stats.gid === account.gid ? 3 : 0;
  return (stats.mode & (bit << shift)) !== 0;
}

function namedAccount(name: string): Account | undefined {
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(":") ?? [];
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined;
}
