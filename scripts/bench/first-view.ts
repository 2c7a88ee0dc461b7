import { chromium, type Browser } from "@playwright/test";
import { BROWSER_OPTIONS, windowOptions } from "@/tests/e2e/browser-options";
import { drawn, onSlowLine, watchDrawing, type Drawn } from "@/tests/e2e/watched-page";
import { messageOf } from "@/scripts/run/command";
import { findBrowser } from "@/scripts/test/browser";
import { median, rounded, slowness } from "./figures";
import { sessionOf, type Portal } from "./portal";

/** `kB`: all that comes over the line, compressed. */
type View = Drawn & { kB: number };
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
    const page = await context.newPage();
    await watchDrawing(page);
    const tools = await onSlowLine(page);
    let bytes = 0;
    tools.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
    await tools.send("Emulation.setCPUThrottlingRate", { rate: slowness });
    const response = await page.goto(`${address}${href}`, { waitUntil: "networkidle" });
    if (response?.status() !== 200 || page.url() !== `${address}${href}`)
      throw new Error(`${href} led the browser to ${page.url()}, which answered ${response?.status()}.`);
    return { ...(await drawn(page)), kB: bytes / 1_000 };
  } finally {
    await context.close();
  }
}
