import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** The rules of WCAG 2.2 A and AA, by axe's names of them. */
export const wcag = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/**
 * What axe finds on the page: the rule, and the first three elements that break it. `narrow` chooses among its rules.
 *
 * Waits for the title first: while one page replaces another, there is a moment without one.
 */
export async function violationsOn(page: Page, narrow: (axe: AxeBuilder) => AxeBuilder = (axe) => axe) {
  await expect(page).toHaveTitle(/\S/);
  const axe = new AxeBuilder({ page, axeSource: (await hasAxe(page)) ? nothing : undefined });
  // Without the blank page that axe otherwise opens to combine the results of frames of other origins.
  const { violations } = await narrow(axe.setLegacyMode().options({ resultTypes: ["violations"] })).analyze();
  return violations.map(({ id, help, nodes }) => ({
    id,
    help,
    nodes: nodes.slice(0, 3).map(({ html, failureSummary }) => `${html}\n${failureSummary ?? ""}`),
  }));
}

const nothing = "void 0";

/** Whether an earlier look has left axe on the page, so that its half a megabyte need not be read again. A frame may be new. */
const hasAxe = async (page: Page) => page.frames().length === 1 && (await page.evaluate(() => "axe" in window));
