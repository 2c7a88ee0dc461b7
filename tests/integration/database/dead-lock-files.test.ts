import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { serverAccount } from "@/db/embedded/account";
import { findBinaries } from "@/db/embedded/binaries";
import { startCluster } from "@/db/embedded/cluster";

const folder = await mkdtemp(path.join(tmpdir(), "meridian-dead-lock-"));
// The account that the server runs as must get there.
chmodSync(folder, 0o711);
const home = path.join(folder, "cluster");
const lock = path.join(home, "data", "postmaster.pid");
let stranger: ChildProcess | undefined;
afterAll(async () => {
  stranger?.kill("SIGKILL");
  await rm(folder, { recursive: true, force: true });
});

/** Leaves a lock file as the server's account would. */
function leave(content: string): void {
  writeFileSync(lock, content, { mode: 0o600 });
  const account = serverAccount(path.join(home, "data"));
  if (account) chownSync(lock, account.uid, account.gid);
}

/** A program of the server's own account that PostgreSQL would take for a server. */
async function strangerPid(): Promise<number> {
  stranger = spawn("sleep", ["600"], serverAccount(path.join(home, "data")) ?? {});
  await once(stranger, "spawn");
  return stranger.pid!;
}

test("the database starts whatever a power cut or a full disk made of its lock file, and joins a server that lives", async () => {
  const first = await startCluster({ dataDir: home, durable: false });
  const whole = readFileSync(lock, "utf8");
  await first.stop();
  const [number, ...rest] = whole.split("\n");
  const pid = await strangerPid();
  const left = ["", "\n", "garbage", number!.slice(0, 1), String(pid), [pid, ...rest].join("\n"), `-${pid}`, whole];
  for (const content of left) {
    leave(content);
    const cluster = await startCluster({ dataDir: home, durable: false });
    const [live] = readFileSync(lock, "utf8").split("\n");
    expect(Number(live), JSON.stringify(content)).not.toBe(pid);
    const joined = await startCluster({ dataDir: home, durable: false });
    expect(joined.port).toBe(cluster.port);
    expect(readFileSync(lock, "utf8").split("\n")[0]).toBe(live);
    await joined.stop();
    await cluster.stop();
  }
  expect(stranger?.exitCode).toBeNull();
}, 120_000);

test.runIf(process.platform === "linux")(
  "a PostgreSQL that has ended and that its parent never asks for is no server",
  async () => {
    const { postgres } = findBinaries(serverAccount(path.join(home, "data")));
    // The shell becomes a program that does not ask for the end of the child it began; only then the child goes on to end.
    const script = 'exec 3<&0; { read -r _ <&3; exec "$0" --version >&2; } & echo $!; exec sleep 600';
    const parent = spawn("sh", ["-c", script, postgres], { stdio: ["pipe", "pipe", "ignore"] });
    const stat = (pid: number) => readFileSync(`/proc/${pid}/stat`, "utf8");
    try {
      const [said] = (await once(parent.stdout, "data")) as [Buffer];
      await vi.waitFor(() => expect(stat(parent.pid!)).not.toContain("(sh)"), 60_000);
      parent.stdin.write("\n");
      await vi.waitFor(() => expect(stat(Number(said.toString()))).toContain("(postgres) Z"), 60_000);
      leave("garbage");
      const cluster = await startCluster({ dataDir: home, durable: false });
      await cluster.stop();
    } finally {
      parent.kill("SIGKILL");
    }
  },
  120_000,
);

test("with a server alive behind it, an emptied lock file is left alone", async () => {
  const alive = await startCluster({ dataDir: home, durable: false });
  const whole = readFileSync(lock, "utf8");
  const { removeDeadLock } = await import("@/db/embedded/postmaster.mjs");
  leave("");
  await removeDeadLock(path.join(home, "data"), 0);
  expect(readFileSync(lock, "utf8")).toBe("");
  leave(whole);
  await alive.stop();
}, 60_000);
