import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { chromium } from "@playwright/test";
import { BROWSER_OPTIONS } from "@/tests/e2e/browser-options";
import { ROOT } from "@/scripts/run/child";

const DOWNLOAD_MS = 5 * 60_000;
const LAUNCH_MS = 30_000;

const INSTALLED = [
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

/**
 * A browser that was seen to start: its path, or "" for Playwright's own. Installs one when there is none.
 * @throws with what to do when none can be had.
 */
export async function findBrowser(): Promise<string> {
  const asked = process.env.E2E_CHROMIUM;
  if (asked) {
    if (await launches(asked)) return asked;
    throw new Error(`E2E_CHROMIUM names ${asked}, which does not start as a Chromium. Correct it or unset it.`);
  }
  const present = await firstThatLaunches(["", ...INSTALLED]);
  if (present !== undefined) return present;
  console.log("No Chromium is installed; trying to install one …");
  downloadPlaywrights();
  if (await launches("")) return "";
  if (installFromSystem()) {
    const installed = await firstThatLaunches(INSTALLED);
    if (installed !== undefined) return installed;
  }
  throw new Error(
    "The end-to-end tests need a Chromium and none could be installed. Install one (Debian: apt-get install chromium; elsewhere: npx playwright install --with-deps chromium), or set E2E_CHROMIUM to the path of a Chrome, Chromium or Edge.",
  );
}

async function firstThatLaunches(candidates: string[]): Promise<string | undefined> {
  for (const candidate of candidates) {
    if ((candidate === "" || existsSync(candidate)) && (await launches(candidate))) return candidate;
  }
  return undefined;
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

function downloadPlaywrights(): void {
  const cli = path.join(ROOT, "node_modules/@playwright/test/cli.js");
  spawnSync(process.execPath, [cli, "install", "chromium", "--only-shell"], {
    cwd: ROOT,
    stdio: "inherit",
    timeout: DOWNLOAD_MS,
  });
}

function installFromSystem(): boolean {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return false;
  const apt = (...options: string[]) =>
    spawnSync("apt-get", options, {
      stdio: "inherit",
      timeout: DOWNLOAD_MS,
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    }).status === 0;
  return apt("-qq", "update") && apt("-qq", "install", "-y", "--no-install-recommends", "chromium");
}
