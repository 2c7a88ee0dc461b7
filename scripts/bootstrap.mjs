// What every npm command calls: makes sure that Node is new enough and the packages are installed, then runs
// scripts/COMMAND.ts, whose exit status is ours; 3 when it could not be started. Plain JavaScript without imports from
// outside Node, because nothing may be installed yet.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const OLDEST_NODE = [20, 19];
const PARENT_POLL_MS = 1_000;
const NOT_STARTED = 3;

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const lockFile = path.join(root, "package-lock.json");
const stamp = path.join(root, "node_modules/.installed");

const [command = "", ...options] = process.argv.slice(2);
checkNode();
const script = path.join(root, "scripts", `${command}.ts`);
if (!/^[a-z]+$/.test(command) || !existsSync(script))
  stop(`There is no command "${command}": scripts/${command}.ts does not exist.`);
await install();
run();

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = OLDEST_NODE;
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return;
  stop(
    `Meridian needs Node.js ${OLDEST_NODE.join(".")} or newer; this is ${process.versions.node}. Install a newer one from https://nodejs.org.`,
  );
}

async function install() {
  if (isInstalled()) return;
  // This file imports nothing, so it can be loaded before anything is installed.
  const { withLock } = await import(pathToFileURL(path.join(root, "db/embedded/lock.mjs")).href);
  mkdirSync(path.join(root, ".data"), { recursive: true });
  await withLock(path.join(root, ".data/install.lock"), async () => {
    if (isInstalled()) return;
    console.log("Installing packages (npm ci) …");
    const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ["npm"];
    const [program = "npm", ...first] = npm;
    const result = spawnSync(
      program,
      [...first, "ci", "--no-audit", "--no-fund", "--include=dev", "--include=optional"],
      { cwd: root, stdio: "inherit" },
    );
    if (result.status !== 0) stop("npm ci failed; its output above says why. Nothing was started.");
    writeFileSync(stamp, wantedStamp());
  });
}

function isInstalled() {
  const installed = statSync(path.join(root, "node_modules/.package-lock.json"), { throwIfNoEntry: false });
  if (!installed) return false;
  if (existsSync(stamp)) return readFileSync(stamp, "utf8") === wantedStamp();
  return installed.mtimeMs >= statSync(lockFile).mtimeMs;
}

function wantedStamp() {
  return createHash("sha256").update(readFileSync(lockFile)).digest("hex");
}

function run() {
  const leash = pathToFileURL(path.join(root, "scripts/run/leash.mjs")).href;
  const child = spawn(process.execPath, ["--import", leash, "--import", "tsx", script, ...options], {
    cwd: root,
    stdio: ["inherit", "inherit", "inherit", "pipe"],
    env: { ...process.env, LEASH_FD: "3", NEXT_TELEMETRY_DISABLED: "1" },
  });
  child.stdio[3]?.on("error", () => {});
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]))
    process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(code ?? 128 + (constants.signals[signal ?? "SIGKILL"] ?? 0)));
  followParent(() => child.kill("SIGTERM"));
}

/**
 * npm passes signals on, but says nothing when it is killed, and the shell between it and us does not notice.
 * @param {() => void} orphaned
 */
function followParent(orphaned) {
  if (!process.env.npm_lifecycle_event) return;
  const parents = lineage();
  const timer = setInterval(() => {
    if (lineage() === parents) return;
    clearInterval(timer);
    orphaned();
  }, PARENT_POLL_MS);
  timer.unref();
}

/** The parent, and where the system tells, the parent of a parent that is only npm's shell. */
function lineage() {
  let stat = "";
  try {
    stat = readFileSync(`/proc/${process.ppid}/stat`, "utf8");
  } catch {
    // Not a system with /proc.
  }
  const shell = /^\d+ \((?:sh|dash|bash)\) \S+ (\d+)/.exec(stat);
  return `${process.ppid} ${shell?.[1] ?? ""}`;
}

/**
 * @param {string} sentence
 * @returns {never}
 */
function stop(sentence) {
  console.error(sentence);
  process.exit(NOT_STARTED);
}
