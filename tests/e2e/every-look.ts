import type { Page } from "@playwright/test";
import { violationsOn, wcag } from "./axe";
import { expect } from "./portal";

const wide = 1440;
const phone = 390;

type Look = { colorScheme: "light" | "dark"; width: number };
const firstLook: Look = { colorScheme: "light", width: wide };
/** These check only the colors, except in the soak suite: everything else on the page is the same. */
const otherLooks: Look[] = [
  { colorScheme: "light", width: phone },
  { colorScheme: "dark", width: wide },
  { colorScheme: "dark", width: phone },
];
const inFull = process.env.E2E_EVERY_LOOK === "1";

/** Checks the rules of WCAG 2.2 AA and axe's best practices, or only the contrast. */
async function expectNoViolation(page: Page, what: string, contrastAlone: boolean) {
  const found = await violationsOn(page, (axe) =>
    contrastAlone ? axe.withRules(["color-contrast"]) : axe.withTags([...wcag, "best-practice"]),
  );
  expect.soft(found, what).toEqual([]);
}

async function takeLook(page: Page, { colorScheme, width }: Look) {
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
  await page.setViewportSize({ width, height: 900 });
  // Colors change at once where motion is reduced; what is animated comes to its end.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
}

/**
 * Expects no violation in light and dark, wide and narrow, and no sideways scroll at 320 px. `arrange` opens what is
 * checked; `everyTime` repeats that for each look, where a change of width closes it.
 */
export async function inEveryLook(page: Page, what: string, arrange: () => Promise<void>, { everyTime = false } = {}) {
  for (const look of [firstLook, ...otherLooks]) {
    await takeLook(page, look);
    if (look === firstLook || everyTime || inFull) await arrange();
    await expectNoViolation(page, `${what}, ${look.colorScheme}, ${look.width} px`, look !== firstLook && !inFull);
  }
  await expectNoSidewaysScroll(page, what);
}

/** The elements that stick out of the page to the right, by name; empty when the page cannot scroll sideways. */
const sidewaysOf = (page: Page) =>
  page.evaluate(() => {
    const wide = document.documentElement.scrollWidth;
    if (wide <= innerWidth) return [];
    const out = [...document.body.querySelectorAll("*")].filter(
      (element) => element.getBoundingClientRect().right > innerWidth + 1,
    );
    return [`${wide} px wide`, ...out.slice(-3).map((element) => element.outerHTML.slice(0, 120))];
  });

/** At the width of a small phone. Repeated until it is true, because the browser lays out a page in steps. */
export async function expectNoSidewaysScroll(page: Page, what: string) {
  await page.setViewportSize({ width: 320, height: 800 });
  await expect.poll(() => sidewaysOf(page), `${what} at 320 px`).toEqual([]);
}

/** The elements that are wider than their cell or card, and so are cut off or overlap a neighbor. */
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

/** A phone's width, below which what can be pressed is as large as a finger. */
const fingersBelow = 640;
const fingerPx = 44;

/** The buttons and inputs that are too small for a finger. */
const tooSmall = (page: Page) =>
  page.evaluate(
    (least) =>
      [
        ...document.querySelectorAll<HTMLElement>(
          "button, select, input:not([type=checkbox], [type=radio], [type=file])",
        ),
      ]
        .filter((element) => element.checkVisibility() && element.getBoundingClientRect().height < least)
        .map((element) => `${element.getBoundingClientRect().height} px: ${element.outerHTML.slice(0, 120)}`),
    fingerPx,
  );

/** At each of these widths nothing scrolls sideways, is cut off or overlaps a neighbor. */
export async function expectToFit(page: Page, what: string, across: readonly number[]) {
  for (const width of across) {
    await page.setViewportSize({ width, height: 800 });
    await expect.poll(() => sidewaysOf(page), `${what} at ${width} px`).toEqual([]);
    await expect.poll(() => cutOff(page), `${what} at ${width} px`).toEqual([]);
    if (width < fingersBelow) await expect.poll(() => tooSmall(page), `${what} at ${width} px`).toEqual([]);
  }
}
