import type { CDPSession, Page } from "@playwright/test";
import { line } from "@/scripts/bench/figures";

/** When the largest part of a page was drawn (LCP), and all shifts of it together: at least what browsers call CLS. */
export type Drawn = { lcpMs: number; shift: number };

/** Watches how each page is drawn that opens from now on. */
export const watchDrawing = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    const drawn: Drawn = { lcpMs: 0, shift: 0 };
    Object.assign(window, { drawn });
    new PerformanceObserver((list) => {
      for (const { startTime } of list.getEntries()) drawn.lcpMs = startTime;
    }).observe({ type: "largest-contentful-paint", buffered: true });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[])
        if (!entry.hadRecentInput) drawn.shift += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
  });

/** What was seen of the page that is open, once the browser has told of its drawing. */
export async function drawn(page: Page): Promise<Drawn> {
  const seen = await page.waitForFunction(() => {
    const { drawn } = window as unknown as { drawn: Drawn };
    return drawn.lcpMs > 0 && drawn;
  });
  return (await seen.jsonValue()) as Drawn;
}

/** Puts a page on the line of a slow phone; what it gives knows what comes over it. */
export async function onSlowLine(page: Page): Promise<CDPSession> {
  const tools = await page.context().newCDPSession(page);
  await tools.send("Network.enable");
  await tools.send("Network.emulateNetworkConditions", { offline: false, ...line });
  return tools;
}
