import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect } from "./portal";

export const themes = ["light", "dark"] as const;
export const widths = [1440, 390] as const;
const standard = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Judged by the rules of WCAG 2.2 AA, and by what axe recommends beside them. */
export async function expectNoViolation(page: Page, what: string) {
  const { violations } = await new AxeBuilder({ page }).withTags(standard).analyze();
  const told = violations.map(({ id, help, nodes }) => ({
    id,
    help,
    nodes: nodes.slice(0, 3).map(({ html, failureSummary }) => `${html}\n${failureSummary ?? ""}`),
  }));
  expect.soft(told, what).toEqual([]);
}

/** `arrange` opens what is to be judged, anew for each theme, so that nothing is seen halfway from one to the other. */
export async function inEveryLook(page: Page, what: string, arrange: () => Promise<void>) {
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.setViewportSize({ width: widths[0], height: 900 });
    await arrange();
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 });
      await expectNoViolation(page, `${what}, ${colorScheme}, ${width} px`);
    }
  }
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
 * At the width of a small phone unless others are named. Asked until it is so: the browser lays a page out in steps
 * after axe had another one in front.
 */
export async function expectNoSidewaysScroll(page: Page, what: string, across: readonly number[] = [320]) {
  for (const width of across) {
    await page.setViewportSize({ width, height: 800 });
    await expect.poll(() => sidewaysOf(page), `${what} at ${width} px`).toEqual([]);
  }
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

export async function expectNothingCutOff(page: Page, what: string, across: readonly number[]) {
  for (const width of across) {
    await page.setViewportSize({ width, height: 800 });
    await expect.poll(() => cutOff(page), `${what} at ${width} px`).toEqual([]);
  }
}
