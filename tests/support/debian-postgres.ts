import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort } from "./free-port";

const programs = "/usr/lib/postgresql/15/bin";

/** Null, or a sentence that says what is missing for a server that can be copied and followed. */
export const whyNoReplica = ["initdb", "pg_ctl", "pg_basebackup"].every((name) => existsSync(`${programs}/${name}`))
  ? null
  : `${programs} has no pg_basebackup: install Debian's postgresql-15`;

export type DebianServer = {
  url: string;
  start(): void;
  /** `immediate` is as if the machine had lost its power. */
  stop(how?: "fast" | "immediate"): void;
  /** All its processes stand still, as a hung machine does: connections stay open and nothing answers. */
  signal(name: "STOP" | "CONT"): void;
  /** Another server that follows this one. */
  replica(): Promise<DebianServer>;
  remove(): Promise<void>;
};

const isRoot = process.getuid?.() === 0;

/** PostgreSQL refuses to run as root. */
function run(program: string, args: string[]): void {
  const [command, ...rest] = isRoot ? ["runuser", "-u", "postgres", "--", program, ...args] : [program, ...args];
  execFileSync(command!, rest, { stdio: ["ignore", "ignore", "inherit"], cwd: tmpdir() });
}

async function ownFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "meridian-debian-"));
  if (isRoot) execFileSync("chown", ["postgres:postgres", folder]);
  return folder;
}

/** Debian's PostgreSQL 15 in a throw-away folder, without waits for the disk. */
export async function startDebianPostgres(): Promise<DebianServer> {
  const folder = await ownFolder();
  run(`${programs}/initdb`, ["-D", `${folder}/data`, "-U", "meridian", "-A", "trust", "-E", "UTF8", "--no-sync"]);
  return serve(folder);
}

async function serve(folder: string): Promise<DebianServer> {
  const port = await freePort();
  const data = `${folder}/data`;
  const options = `-p ${port} -k ${folder} -h 127.0.0.1 -c fsync=off -c max_wal_senders=4 -c hot_standby_feedback=on`;
  const server: DebianServer = {
    url: `postgres://meridian@127.0.0.1:${port}/postgres`,
    start: () => run(`${programs}/pg_ctl`, ["-D", data, "-w", "-l", `${folder}/log`, "-o", options, "start"]),
    stop: (how = "fast") => run(`${programs}/pg_ctl`, ["-D", data, "-w", "-m", how, "stop"]),
    signal: (name) => execFileSync("kill", [`-${name}`, ...processesOf(data)]),
    async replica() {
      const copy = await ownFolder();
      run(`${programs}/pg_basebackup`, ["-D", `${copy}/data`, "-R", "-c", "fast", "--no-sync", "-d", server.url]);
      return serve(copy);
    },
    async remove() {
      if (existsSync(`${data}/postmaster.pid`)) server.stop("immediate");
      await rm(folder, { recursive: true, force: true });
    },
  };
  server.start();
  return server;
}

/** The postmaster first, so that it starts no other. */
function processesOf(data: string): string[] {
  const [postmaster] = readFileSync(`${data}/postmaster.pid`, "utf8").split("\n", 1);
  const children = readFileSync(`/proc/${postmaster}/task/${postmaster}/children`, "utf8").trim().split(" ");
  return [postmaster!, ...children];
}
