import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { answers, isPortFree } from "@/scripts/run/address";
import { ROOT } from "@/scripts/run/child";
import { median, rounded } from "./figures";
import type { Get } from "./portal";

export const peers = ["adminjs"] as const;
type Comparison = { ourMs: number; peerMs: number; ratio: number };
export type PeerFigures = { peer: (typeof peers)[number]; payouts: number; lists: Record<string, Comparison> };

const FOLDER = path.join(ROOT, ".data/bench/adminjs");
const PACKAGES = [
  "adminjs@7.8.17",
  "@adminjs/express@6.1.1",
  "@adminjs/sql@2.2.6",
  "express@5.3.0",
  "express-formidable@1.2.0",
  "express-session@1.19.0",
  "tslib@2.9.1",
];
const HOST = "127.0.0.1";
const START_MS = 120_000;
const ROUNDS = 7;

/** As its documentation starts it, with the tables that a payout refers to. */
const server = `import AdminJS from "adminjs";
import * as AdminJSExpress from "@adminjs/express";
import { Adapter, Database, Resource } from "@adminjs/sql";
import express from "express";

AdminJS.registerAdapter({ Database, Resource });
const connectionString = process.env.DATABASE_URL;
const database = new URL(connectionString).pathname.slice(1);
const db = await new Adapter("postgresql", { connectionString, database }).init();
const admin = new AdminJS({ rootPath: "/admin", resources: ["payouts", "batches", "organizations"].map((name) => db.table(name)) });
const { buildRouter } = AdminJSExpress.default ?? AdminJSExpress;
const app = express();
app.use("/admin", buildRouter(admin));
app.listen(Number(process.env.PORT), "${HOST}");
`;

/** The same question of both: our page whole, and the peer's list as its page asks for it, several times in turn. */
const questions: Record<string, (part: string) => { ours: string; theirs: string }> = {
  "unfiltered list": () => ({ ours: "/payouts", theirs: "" }),
  "filtered list": () => ({ ours: "/payouts?currency=GBP", theirs: "&filters.currency=GBP" }),
  search: (part) => ({ ours: `/payouts?q=${part}`, theirs: `&filters.reference=${part}` }),
};

/**
 * Lists of AdminJS beside ours, on the database of DATABASE_URL. It is installed on demand into a folder of its own,
 * and sees the rows of every organization.
 * @param reference of a payout to search for
 * @throws where it cannot be installed, or does not answer
 */
export async function measurePeer(
  get: Get,
  { payouts, reference }: { payouts: number; reference: string },
): Promise<PeerFigures> {
  install();
  const port = await firstFree(4_400);
  const child = spawn(process.execPath, ["server.mjs"], {
    cwd: FOLDER,
    env: { ...process.env, NODE_ENV: "production", PORT: String(port) },
    stdio: "ignore",
  });
  const ended = once(child, "exit");
  try {
    if (!(await answers(`http://${HOST}:${port}/admin`, ended, START_MS))) throw new Error("AdminJS did not answer.");
    const lists: PeerFigures["lists"] = {};
    for (const [name, ask] of Object.entries(questions)) {
      const { ours, theirs } = ask(reference);
      const list = `http://${HOST}:${port}/admin/api/resources/payouts/actions/list?page=1&perPage=50${theirs}`;
      lists[name] = await compare(
        name,
        async () => (await get(ours)).status,
        async () => statusOf(list),
      );
    }
    return { peer: "adminjs", payouts, lists };
  } finally {
    child.kill();
    await ended;
  }
}

function install(): void {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(path.join(FOLDER, "server.mjs"), server);
  if (existsSync(path.join(FOLDER, "node_modules/adminjs/package.json"))) return;
  console.log("Installing AdminJS …");
  writeFileSync(path.join(FOLDER, "package.json"), '{ "private": true, "type": "module" }\n');
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ["npm"];
  const [program = "npm", ...first] = npm;
  const words = [...first, "install", "--no-audit", "--no-fund", "--ignore-scripts", ...PACKAGES];
  if (spawnSync(program, words, { cwd: FOLDER, stdio: "inherit" }).status !== 0)
    throw new Error("AdminJS could not be installed; the output of npm above says why.");
}

async function firstFree(port: number): Promise<number> {
  return (await isPortFree(port, HOST, 0)) ? port : firstFree(port + 1);
}

async function statusOf(url: string): Promise<number> {
  const response = await fetch(url);
  await response.arrayBuffer();
  return response.status;
}

/** @throws where one of them does not answer with its list */
async function compare(name: string, ours: () => Promise<number>, theirs: () => Promise<number>): Promise<Comparison> {
  const times = { ours: [] as number[], theirs: [] as number[] };
  for (let round = 0; round <= ROUNDS; round++)
    for (const [whose, ask] of [
      ["ours", ours],
      ["theirs", theirs],
    ] as const) {
      const startedAt = performance.now();
      const status = await ask();
      if (status !== 200) throw new Error(`The ${name} of ${whose} was answered with ${status}.`);
      // The first round is to warm up.
      if (round > 0) times[whose].push(performance.now() - startedAt);
    }
  const [ourMs, peerMs] = [median(times.ours), median(times.theirs)];
  return { ourMs: rounded(ourMs), peerMs: rounded(peerMs), ratio: rounded(peerMs / ourMs) };
}
