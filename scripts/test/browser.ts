import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { chromium } from "@playwright/test";
import { BROWSER_OPTIONS } from "@/tests/e2e/browser-options";
import { ROOT } from "@/scripts/run/child";

const INSTALL_MS = 5 * 60_000;
const VERSION_MS = 20_000;
const LAUNCH_MS = 30_000;

/** A headless shell, the browser without its windows, takes half the time of a whole one. The lightest come first. */
const INSTALLED = [
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/usr/bin/microsoft-edge",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];

/** Debian's packages, the lighter one first. */
const PACKAGES = ["chromium-headless-shell", "chromium"];

/**
 * A browser that was seen to start: its path, or "" for Playwright's own headless shell. Installs one when there is
 * none.
 * @throws with what to do when none can be had.
 */
export async function findBrowser(): Promise<string> {
  const asked = process.env.E2E_CHROMIUM;
  if (asked) {
    if (await launches(asked)) return asked;
    throw new Error(`E2E_CHROMIUM names ${asked}, which does not start as a Chromium. Correct it or unset it.`);
  }
  const browser = (await firstThatStarts()) ?? (await install());
  if (browser !== undefined) return browser;
  throw new Error(
    "A Chromium is needed, and none could be installed. Install one (Debian: apt-get install chromium-headless-shell; elsewhere: npx playwright install --with-deps --only-shell chromium), or set E2E_CHROMIUM to the path of a Chrome, Chromium or Edge.",
  );
}

async function firstThatStarts(): Promise<string | undefined> {
  for (const candidate of ["", ...INSTALLED]) {
    if ((candidate === "" || saysItsVersion(candidate)) && (await launches(candidate))) return candidate;
  }
  return undefined;
}

async function install(): Promise<string | undefined> {
  console.log("No Chromium is installed; trying to install one …");
  for (const attempt of [installPlaywrights, ...PACKAGES.map((name) => () => installFromSystem(name))]) {
    if (!attempt()) continue;
    const installed = await firstThatStarts();
    if (installed !== undefined) return installed;
  }
  return undefined;
}

function saysItsVersion(program: string): boolean {
  // On Windows, a browser that is asked for its version opens a window instead.
  if (!existsSync(program)) return false;
  return process.platform === "win32" || spawnSync(program, ["--version"], { timeout: VERSION_MS }).status === 0;
}

async function launches(executablePath: string): Promise<boolean> {
  try {
    const browser = await chromium.launch({
      executablePath: executablePath || undefined,
      args: BROWSER_OPTIONS,
      timeout: LAUNCH_MS,
    });
    await browser.close();
    return true;
  } catch {
    return false;
  }
}

function installPlaywrights(): boolean {
  const cli = path.join(ROOT, "node_modules/@playwright/test/cli.js");
  const options = { cwd: ROOT, stdio: "inherit", timeout: INSTALL_MS } as const;
  return spawnSync(process.execPath, [cli, "install", "chromium", "--only-shell"], options).status === 0;
}

let listsAreFresh = false;

function installFromSystem(name: string): boolean {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return false;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const apt = (...options: string[]) =>
    spawnSync("apt-get", options, { stdio: "inherit", timeout: INSTALL_MS, env }).status === 0;
  listsAreFresh ||= apt("-qq", "update");
  return listsAreFresh && apt("-qq", "install", "-y", "--no-install-recommends", name);
}
