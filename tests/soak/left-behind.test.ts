import { spawn, type ChildProcess } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { identityOf, isAlive } from "@/db/embedded/identity.mjs";
import { isPortFree } from "@/scripts/run/address";
import { freePort } from "@/tests/support/free-port";

// The first start builds the portal, which takes long on a busy machine.
const startMs = 20 * 60_000;
// The longest wait before a child is killed, and some more for the database.
const endMs = 60_000;

/** A process, identified so that a later one with the same number differs, and the command that started it. */
type Member = { identity: string; command: string };
type Portal = { npm: ChildProcess; port: number; family: Member[] };

const running: ChildProcess[] = [];
afterEach(() => {
  for (const npm of running.splice(0))
    if (npm.exitCode === null && npm.signalCode === null) signalGroup(npm, "SIGTERM");
});

/** The processes of `npm start`, in their own process group, like the foreground of a terminal. */
async function startPortal(): Promise<Portal> {
  const port = await freePort();
  const { PATH, HOME } = process.env;
  const npm = spawn("npm", ["start"], {
    detached: true,
    stdio: ["ignore", "pipe", "inherit"],
    // Without the settings of the tests. NODE_ENV as production would want a database of one's own.
    env: { PATH, HOME, PORT: String(port), NODE_ENV: "test" },
  });
  running.push(npm);
  await said(npm, "Meridian is ready");
  return { npm, port, family: familyOf(npm.pid!) };
}

/** Waits for this text in the output of a process, and keeps reading, so that the process never blocks. */
function said(npm: ChildProcess, words: string): Promise<void> {
  let text = "";
  return new Promise((resolve, reject) => {
    npm.once("exit", () => reject(new Error(`npm start ended before it was ready:\n${text}`)));
    npm.stdout!.on("data", (piece) => {
      text += String(piece);
      if (text.includes(words)) resolve();
    });
  });
}

/** A process and all its descendants. */
function familyOf(pid: number): Member[] {
  const children = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && parentOf(name) === pid)
    .map(Number);
  return [{ identity: identityOf(pid), command: commandOf(pid) }, ...children.flatMap(familyOf)];
}

/** NaN for a process that has ended since. */
function parentOf(pid: string): number {
  const stat = contentOf(`/proc/${pid}/stat`);
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
}

const commandOf = (pid: number) => contentOf(`/proc/${pid}/cmdline`).replaceAll("\0", " ").trim();

function contentOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function pidOf(family: readonly Member[], command: RegExp): number {
  const member = family.find((one) => command.test(one.command));
  if (!member) throw new Error(`none of ${family.map((one) => one.command).join(" | ")} is ${command}`);
  return Number.parseInt(member.identity, 10);
}

const start = /^\S*node \S*bootstrap\.mjs start/;
const web = /^next-server/;
const worker = /lib\/worker\/main\.ts/;
const postgres = /\/postgres -D /;

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  process.kill(-pid!, signal);
}

const stillThere = (family: readonly Member[]) => family.filter(({ identity }) => isAlive(identity));

async function expectNothingLeft({ family, port }: Portal): Promise<void> {
  await expect.poll(() => stillThere(family), { timeout: endMs }).toEqual([]);
  expect(await isPortFree(port, "127.0.0.1", 0)).toBe(true);
}

describe.runIf(process.platform === "linux")("npm start", () => {
  it.each<[string, (portal: Portal) => void]>([
    ["Ctrl-C is pressed", ({ npm }) => signalGroup(npm, "SIGINT")],
    ["its terminal is closed", ({ npm }) => signalGroup(npm, "SIGHUP")],
    ["npm is asked to end", ({ npm }) => npm.kill("SIGTERM")],
    ["npm is killed", ({ npm }) => npm.kill("SIGKILL")],
    ["the start script is killed", ({ family }) => process.kill(pidOf(family, start), "SIGKILL")],
    ["PostgreSQL is killed", ({ family }) => process.kill(pidOf(family, postgres), "SIGKILL")],
  ])(
    "leaves no process, port or database behind when %s",
    async (_, end) => {
      const portal = await startPortal();
      expect(
        portal.family.filter(({ command }) => [start, web, worker, postgres].some((one) => one.test(command))),
      ).toHaveLength(4);
      end(portal);
      await expectNothingLeft(portal);
    },
    startMs,
  );

  it.each([
    ["worker", worker],
    ["portal", web],
  ])(
    "goes on when its %s is killed, with another one",
    async (_, which) => {
      const portal = await startPortal();
      const killed = pidOf(portal.family, which);
      process.kill(killed, "SIGKILL");
      const present = () => familyOf(portal.npm.pid!).filter(({ command }) => which.test(command));
      await expect
        .poll(() => present().map(({ identity }) => Number.parseInt(identity, 10) === killed), { timeout: endMs })
        .toEqual([false]);
      const signIn = () =>
        fetch(`http://127.0.0.1:${portal.port}/sign-in`).then(
          ({ status }) => status,
          () => 0,
        );
      await expect.poll(signIn, { timeout: endMs }).toBe(200);
      const family = familyOf(portal.npm.pid!);
      signalGroup(portal.npm, "SIGINT");
      await expectNothingLeft({ ...portal, family });
    },
    startMs,
  );
});
