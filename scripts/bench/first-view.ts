import { chromium, type Browser } from "@playwright/test";
import { BROWSER_OPTIONS, windowOptions } from "@/tests/e2e/browser-options";
import { messageOf } from "@/scripts/run/command";
import { findBrowser } from "@/scripts/test/browser";
import { line, median, rounded, slowness } from "./figures";
import { sessionOf, type Portal } from "./portal";

type View = {
  /** From the moment it is asked for until the largest part of it is drawn (LCP). */
  lcpMs: number;
  /** How far it moves by itself: all shifts together, so at least what browsers call CLS. */
  shift: number;
  /** All that comes over the line, compressed. */
  kB: number;
};
/** What somebody waits for who opens a page for the first time, on a slow line and a slow computer. */
export type FirstView = Record<keyof typeof targets, View>;

const targets = { trivial: "/trivial", dashboard: "/", payouts: "/payouts" } as const;
const names = Object.keys(targets) as (keyof FirstView)[];
const ROUNDS = 5;

/**
 * Opens each page in turn in a new browser window, with nothing kept from before.
 * @returns undefined, and says why, where no browser is found or can be installed
 * @throws where a page does not answer
 */
export async function measureFirstView(portal: Portal, slug: string): Promise<FirstView | undefined> {
  const found = await findBrowser().catch((error: unknown) => console.log(messageOf(error)));
  if (found === undefined) return undefined;
  const browser = await chromium.launch({ executablePath: found || undefined, args: BROWSER_OPTIONS });
  try {
    const cookie = await sessionOf(slug);
    const views: Record<string, View[]> = {};
    for (let round = 0; round < ROUNDS; round++)
      for (const name of names) (views[name] ??= []).push(await view(browser, portal, cookie, targets[name]));
    return Object.fromEntries(names.map((name) => [name, middle(views[name]!)])) as FirstView;
  } finally {
    await browser.close();
  }
}

const middle = (views: readonly View[]): View => ({
  lcpMs: rounded(median(views.map(({ lcpMs }) => lcpMs))),
  shift: rounded(median(views.map(({ shift }) => shift))),
  kB: rounded(median(views.map(({ kB }) => kB))),
});

async function view(browser: Browser, { address }: Portal, cookie: string, href: string): Promise<View> {
  const context = await browser.newContext(windowOptions);
  try {
    const [name = "", value = ""] = cookie.split(/=(.*)/s);
    await context.addCookies([{ name, value, url: address }]);
    await context.addInitScript(watch);
    const page = await context.newPage();
    const tools = await context.newCDPSession(page);
    let bytes = 0;
    tools.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
    await tools.send("Network.enable");
    await tools.send("Network.emulateNetworkConditions", { offline: false, ...line });
    await tools.send("Emulation.setCPUThrottlingRate", { rate: slowness });
    const response = await page.goto(`${address}${href}`, { waitUntil: "networkidle" });
    if (response?.status() !== 200 || page.url() !== `${address}${href}`)
      throw new Error(`${href} led the browser to ${page.url()}, which answered ${response?.status()}.`);
    // Told some time after it was drawn.
    const seen = await page.waitForFunction(() => {
      const { seen } = window as unknown as { seen: Seen };
      return seen.lcpMs > 0 && seen;
    });
    return { ...((await seen.jsonValue()) as Seen), kB: bytes / 1_000 };
  } finally {
    await context.close();
  }
}

type Seen = Pick<View, "lcpMs" | "shift">;

/** Runs in the page, before anything of it. */
function watch(): void {
  const seen: Seen = { lcpMs: 0, shift: 0 };
  Object.assign(window, { seen });
  new PerformanceObserver((list) => {
    for (const { startTime } of list.getEntries()) seen.lcpMs = startTime;
  }).observe({ type: "largest-contentful-paint", buffered: true });
  new PerformanceObserver((list) => {
    for (const { value } of list.getEntries() as (PerformanceEntry & { value: number })[]) seen.shift += value;
  }).observe({ type: "layout-shift", buffered: true });
}
