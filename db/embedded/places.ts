import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { canReach, serverAccount } from "./account";
import { layout } from "./holders.mjs";
import { createWhole } from "./whole-file.mjs";

/** Where root keeps what the server's account could not reach inside the checkout. */
export const REACHABLE_ROOT = "/var/lib/meridian";

/**
 * The directory a cluster really lives in: the one asked for, or, when root runs from a private place such as a 0700
 * home, one under /var/lib/meridian. The choice is noted beside the first and kept.
 */
export function clusterHome(asked: string): string {
  const directory = path.resolve(asked);
  const note = path.join(directory, "moved-to");
  mkdirSync(directory, { recursive: true });
  const noted = existsSync(note) ? readFileSync(note, "utf8").trim() : "";
  if (noted) return open(noted);
  if (existsSync(layout(directory).data)) return open(directory);
  const account = serverAccount(layout(directory).data);
  if (!account || canReach(layout(directory).data, account) || canReach(layout(open(directory)).data, account))
    return open(directory);
  const name = createHash("sha256").update(directory).digest("hex").slice(0, 12);
  const moved = path.join(REACHABLE_ROOT, `cluster-${name}`);
  mkdirSync(moved, { recursive: true });
  chmodSync(REACHABLE_ROOT, 0o755);
  rmSync(note, { force: true });
  createWhole(note, `${moved}\n`, 0o644);
  return open(moved);
}

/** The server's account must be able to enter root's directory; an ordinary user's is closed to others. */
function open(home: string): string {
  mkdirSync(home, { recursive: true });
  chmodSync(home, process.getuid?.() === 0 ? 0o711 : 0o700);
  return home;
}
