// What every npm command calls: makes sure that Node is new enough and the packages are installed, then becomes
// scripts/COMMAND.ts; status 3 says that it could not be started. Plain JavaScript without imports from outside Node,
// because nothing may be installed yet.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const OLDEST_NODE = [20, 19];
const PARENT_POLL_MS = 1_000;
const NOT_STARTED = 3;

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const lockFile = path.join(root, "package-lock.json");
const stamp = path.join(root, "node_modules/.installed");

const command = process.argv[2] ?? "";
checkNode();
const script = path.join(root, "scripts", `${command}.ts`);
if (!/^[a-z]+$/.test(command) || !existsSync(script))
  stop(`There is no command "${command}": scripts/${command}.ts does not exist.`);
try {
  await install();
  await run();
} catch (error) {
  const { fullDiskSentence } = await import(pathToFileURL(path.join(root, "db/embedded/whole-file.mjs")).href);
  const sentence = fullDiskSentence(error);
  if (!sentence) throw error;
  stop(sentence);
}

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

async function run() {
  process.chdir(root);
  process.env.NEXT_TELEMETRY_DISABLED = "1";
  // The script sees the options as if it had been started itself.
  process.argv.splice(1, 2, script);
  endWithNpm();
  await import("tsx");
  await import(pathToFileURL(script).href);
}

/** npm passes signals on, but says nothing when it is killed. Windows does not tell that a parent has ended. */
function endWithNpm() {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const npm = parentOfShell(parent);
  const timer = setInterval(() => {
    if (process.ppid === parent && parentOfShell(parent) === npm) return;
    clearInterval(timer);
    process.kill(process.pid, "SIGTERM");
  }, PARENT_POLL_MS);
  timer.unref();
}

/**
 * The parent of the shell in which npm runs its commands. Some shells stay between npm and this process, others become
 * this process: then, and where there is no /proc, the answer is null.
 * @param {number} pid
 */
function parentOfShell(pid) {
  try {
    if (!readFileSync(`/proc/${pid}/cmdline`, "utf8").startsWith("sh\0-c\0node ")) return null;
    return /^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? null;
  } catch {
    return null;
  }
}

/**
 * @param {string} sentence
 * @returns {never}
 */
function stop(sentence) {
  console.error(sentence);
  process.exit(NOT_STARTED);
}
