import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "./free-port";

const program = "/usr/sbin/pgbouncer";

/** Null, or a sentence that says what is missing. */
export const whyNoPgBouncer = existsSync(program) ? null : `${program} is missing: install Debian's pgbouncer`;

export type PgBouncer = { url: string; stop(): Promise<void> };

/**
 * PgBouncer in transaction mode before a server, with so few sessions that callers share them.
 * @param settings more lines of its file
 */
export async function startPgBouncer(serverUrl: string, settings: string[] = []): Promise<PgBouncer> {
  const { hostname, port: serverPort, username, password, pathname } = new URL(serverUrl);
  const folder = await mkdtemp(path.join(tmpdir(), "meridian-pgbouncer-"));
  const port = await freePort();
  const file = [
    "[databases]",
    `* = host=${hostname} port=${serverPort} user=${username} password=${decodeURIComponent(password)}`,
    "[pgbouncer]",
    "pool_mode = transaction",
    "default_pool_size = 4",
    "listen_addr = 127.0.0.1",
    `listen_port = ${port}`,
    "unix_socket_dir =",
    "auth_type = any",
    ...settings,
  ];
  await writeFile(`${folder}/pgbouncer.ini`, `${file.join("\n")}\n`);
  await chmod(folder, 0o755);
  // It refuses to run as root.
  const account = process.getuid?.() === 0 ? ["-u", "nobody"] : [];
  const bouncer = spawn(program, ["-q", ...account, `${folder}/pgbouncer.ini`], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const ended = once(bouncer, "exit");
  await reached(port);
  return {
    url: `postgres://${username}@127.0.0.1:${port}${pathname}`,
    async stop() {
      bouncer.kill("SIGTERM");
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function reached(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const socket = connect(port, "127.0.0.1");
    const open = await Promise.race([
      once(socket, "connect").then(() => true),
      once(socket, "error").then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (open) return;
    await pause(50);
  }
  throw new Error("PgBouncer did not start.");
}
