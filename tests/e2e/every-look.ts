import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect } from "./portal";

const wide = 1440;
const phone = 390;
const standard = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

type Look = { colorScheme: "light" | "dark"; width: number };
const firstLook: Look = { colorScheme: "light", width: wide };
/** In each of these only the colours are judged, unless the soak suite runs: the rest is the same page. */
const otherLooks: Look[] = [
  { colorScheme: "light", width: phone },
  { colorScheme: "dark", width: wide },
  { colorScheme: "dark", width: phone },
];
const inFull = process.env.E2E_EVERY_LOOK === "1";

/** Judged by the rules of WCAG 2.2 AA, and by what axe recommends beside them; or by its contrast alone. */
async function expectNoViolation(page: Page, what: string, contrastAlone: boolean) {
  // Without the blank page that axe otherwise opens to put the results of frames of other origins together.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  const { violations } = await (contrastAlone ? axe.withRules(["color-contrast"]) : axe.withTags(standard)).analyze();
  const told = violations.map(({ id, help, nodes }) => ({
    id,
    help,
    nodes: nodes.slice(0, 3).map(({ html, failureSummary }) => `${html}\n${failureSummary ?? ""}`),
  }));
  expect.soft(told, what).toEqual([]);
}

async function takeLook(page: Page, { colorScheme, width }: Look) {
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
  await page.setViewportSize({ width, height: 900 });
  // Nothing is judged halfway from one colour to the other.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
}

/**
 * No violation in light and dark, wide and narrow; no sideways scroll at 320 px. `arrange` opens what is to be judged;
 * `anew` for each look, where a change of width closes it.
 */
export async function inEveryLook(page: Page, what: string, arrange: () => Promise<void>, { anew = false } = {}) {
  for (const look of [firstLook, ...otherLooks]) {
    await takeLook(page, look);
    if (look === firstLook || anew || inFull) await arrange();
    await expectNoViolation(page, `${what}, ${look.colorScheme}, ${look.width} px`, look !== firstLook && !inFull);
  }
  await expectNoSidewaysScroll(page, what);
}

/** What sticks out of the page to the right, by name; nothing when the page cannot be moved sideways. */
const sidewaysOf = (page: Page) =>
  page.evaluate(() => {
    const wide = document.documentElement.scrollWidth;
    if (wide <= innerWidth) return [];
    const out = [...document.body.querySelectorAll("*")].filter(
      (element) => element.getBoundingClientRect().right > innerWidth + 1,
    );
    return [`${wide} px wide`, ...out.slice(-3).map((element) => element.outerHTML.slice(0, 120))];
  });

/**
 * At the width of a small phone. Asked until it is so: the browser lays a page out in steps.
 */
export async function expectNoSidewaysScroll(page: Page, what: string) {
  await page.setViewportSize({ width: 320, height: 800 });
  await expect.poll(() => sidewaysOf(page), `${what} at 320 px`).toEqual([]);
}

/** What is wider than the cell or the card it stands in, and so is cut off or lies over its neighbour. */
const cutOff = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("main :is(td, th, dd, li, p, h1)")]
      .filter(
        (element) =>
          element.offsetParent !== null &&
          getComputedStyle(element).display !== "inline" &&
          element.scrollWidth > element.clientWidth + 1,
      )
      .map((element) => `${element.scrollWidth} px in ${element.clientWidth}: ${element.outerHTML.slice(0, 120)}`),
  );

/** Nothing scrolls sideways, is cut off or lies over its neighbour, at each of these widths. */
export async function expectToFit(page: Page, what: string, across: readonly number[]) {
  for (const width of across) {
    await page.setViewportSize({ width, height: 800 });
    await expect.poll(() => sidewaysOf(page), `${what} at ${width} px`).toEqual([]);
    await expect.poll(() => cutOff(page), `${what} at ${width} px`).toEqual([]);
  }
}
