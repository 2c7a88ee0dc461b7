import { parseArgs } from "node:util";
import { closeDb } from "@/db/client";
import { benchIngest } from "@/tests/bench/ingest";
import { benchDatabase, machine } from "./bench/database";
import { measureDatabaseWork } from "./bench/database-work";
import { measureExport } from "./bench/exports";
import { nameOf } from "./bench/figures";
import { measureFirstView } from "./bench/first-view";
import { growthSizes, measureGrowth } from "./bench/growth";
import { measuredPages, someReference } from "./bench/pages";
import { measurePeer, peers } from "./bench/peer";
import { buildPortal, signedIn, startPortal, type Portal } from "./bench/portal";
import { commit, keep } from "./bench/record";
import { CONNECTIONS, measureThroughput, warmUp } from "./bench/throughput";
import { growthInWords, inWords } from "./bench/words";
import { benchWorkers } from "./bench/workers";
import type { Size } from "./big-seed/plan";
import { writePages } from "./docs/pages";
import { loadEnvironment } from "./run/environment";
import { messageOf } from "./run/command";

const help = `Measures what the portal costs at a size, beside the least that it could cost.

  npm run bench                          with 100,000 payouts
  npm run bench -- --payouts 10000000    with so many
  npm run bench -- --hard                all of the large organization changed in the last 30 days
  npm run bench -- --fresh               makes the database anew
  npm run bench -- --only size           without the ingest, which does not depend on the size
  npm run bench -- --only ingest         the ingest alone
  npm run bench -- --growth              the Dashboard at 100,000 and at 10,000,000 payouts in turn; also with --hard
  npm run bench -- --workers 4           how quickly so many workers send emails
  npm run bench -- --peer adminjs        the lists beside those of AdminJS, which is installed for it into .data/bench

Builds for production, on a PostgreSQL of its own, which stays in .data/bench. The figures are kept in docs/performance.json,
those of other sizes stay, and docs/performance.md is made from them.`;

const parts = ["size", "ingest"] as const;
type Part = (typeof parts)[number];
const INGEST_ROWS = 100_000;
const INGEST_ROUNDS = 3;

const { size, growth, fresh, only, peer, workers } = options();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => process.exit(130));
try {
  // A database of one's own is never touched.
  delete process.env.DATABASE_URL;
  loadEnvironment();
  delete process.env.DATABASE_URL;
  if (peer) await onPortal(size, comparePeer);
  else if (growth) await compareSizes();
  else if (workers) await measureWorkers(workers);
  else {
    if (only !== "ingest") await onPortal(size, measureSize);
    if (only !== "size") await measureIngest();
  }
  writePages();
  process.exit(0);
} catch (error) {
  console.error(messageOf(error));
  process.exit(1);
}

type OnPortal = (portal: Portal, seedSeconds: number | undefined) => Promise<void>;

async function onPortal(ofSize: Size, work: OnPortal): Promise<void> {
  // Before the database is made ready, so that little falls due until it is measured.
  await buildPortal();
  const { cluster, seedSeconds } = await benchDatabase(ofSize, { fresh, say: console.log });
  try {
    const portal = await startPortal();
    await work(portal, seedSeconds).finally(() => portal.web.stop());
  } finally {
    await closeDb();
    await cluster.stop();
  }
}

async function comparePeer(portal: Portal): Promise<void> {
  const get = await signedIn(portal, "large");
  const figures = await measurePeer(get, { payouts: size.payouts, reference: await someReference() });
  keep({ peer: { ...figures, ...taken() } });
  for (const [name, { ourMs, peerMs, ratio }] of Object.entries(figures.lists))
    console.log(`${name}: ${ourMs} ms, AdminJS ${peerMs} ms, ${ratio} times as long`);
}

/** Of both the larger first, which takes longer to be filled. */
async function compareSizes(): Promise<void> {
  const { hard } = size;
  await onPortal({ payouts: growthSizes.large, hard }, (large) =>
    onPortal({ payouts: growthSizes.small, hard }, async (small) => {
      const growth = await measureGrowth({ small, large });
      keep({ growth: { [hard ? "hard" : "usual"]: { ...growth, ...taken(), machine: await machine() } } });
      console.log(growthInWords(growth));
    }),
  );
}

function taken(): { measuredAt: string; commit: string } {
  return { measuredAt: new Date().toISOString(), commit: commit() };
}

async function measureSize(portal: Portal, seedSeconds: number | undefined): Promise<void> {
  console.log("Pages …");
  const many = await signedIn(portal, "large", { connections: CONNECTIONS });
  const pages = await measuredPages();
  await warmUp(many, { once: pages.map(({ href }) => href) });
  const get = await signedIn(portal, "large");
  const work = await measureDatabaseWork(pages, get);
  console.log("Throughput …");
  const throughput = await measureThroughput(many);
  console.log("Export …");
  const exported = await measureExport(portal);
  // The last one: a browser may have to be installed.
  console.log("First view …");
  const firstView = await measureFirstView(portal, "large");
  const run = {
    ...size,
    ...work,
    throughput,
    ...(firstView && { firstView }),
    export: exported,
    ...(seedSeconds !== undefined && { seedSeconds }),
    ...taken(),
    machine: await machine(),
  };
  keep({ sizes: { [nameOf(size)]: run } });
  console.log(inWords(run));
}

async function measureIngest(): Promise<void> {
  const figures = await benchIngest(INGEST_ROWS, INGEST_ROUNDS, console.log);
  const { ratios } = keep({ ingest: { ...figures, ...taken() } });
  console.log(`Ingest: ${ratios.ingestToCopy} of a COPY into the same tables, ${ratios.ingestToRawCopy} of a raw one.`);
}

async function measureWorkers(count: number): Promise<void> {
  const figures = await benchWorkers(count, console.log);
  keep({ workers: { ...figures, ...taken() } });
  console.log(
    `${figures.emailsPerSecond} emails a second; the small organizations had theirs when ${Math.round(figures.smallOrganizationsDoneAt * 100)} % of all had left.`,
  );
}

type Options = {
  size: Size;
  growth: boolean;
  fresh: boolean;
  only: Part | undefined;
  peer: (typeof peers)[number] | undefined;
  workers: number | undefined;
};

function options(): Options {
  try {
    const { values } = parseArgs({
      options: {
        payouts: { type: "string" },
        hard: { type: "boolean", default: false },
        growth: { type: "boolean", default: false },
        fresh: { type: "boolean", default: false },
        only: { type: "string" },
        peer: { type: "string" },
        workers: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
    if (values.help) quit(help, 0);
    const asked = values.payouts ?? "100000";
    const payouts = Number(asked);
    if (!/^\d+$/.test(asked) || payouts < 10_000 || payouts > 10_000_000)
      throw new Error("--payouts must be a whole number from 10,000 to 10,000,000.");
    const part = parts.find((one) => one === values.only);
    if (values.only !== undefined && !part) throw new Error(`--only must be ${parts.join(" or ")}.`);
    if (values.growth && (values.payouts ?? values.only) !== undefined)
      throw new Error("--growth has its own sizes, and no parts.");
    const peer = peers.find((one) => one === values.peer);
    if (values.peer !== undefined && !peer) throw new Error(`--peer must be ${peers.join(" or ")}.`);
    const workers = values.workers === undefined ? undefined : Number(values.workers);
    if (workers !== undefined && !(workers >= 1 && workers <= 16)) throw new Error("--workers must be from 1 to 16.");
    const { growth, fresh, hard } = values;
    return { workers, peer, growth, size: { payouts, hard }, fresh, only: part };
  } catch (error) {
    return quit(`${messageOf(error)}\n\n${help}`, 1);
  }
}

function quit(words: string, code: number): never {
  (code === 0 ? console.log : console.error)(words);
  process.exit(code);
}
