import type { Page } from "@playwright/test";
import { createFullReview, createWaitingBatch } from "./batch-world";
import { expect, ready, test } from "./portal";

const bar = (page: Page) => page.getByRole("group", { name: "Decision" });

test("the decision of a review is in reach at every place of the page, and never covers what has the focus", async ({
  page,
  organization,
  loginAs,
}) => {
  const batch = await createFullReview(organization);
  await loginAs("admin");
  for (const [width, height] of [
    [320, 560],
    [1280, 480],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.goto(`/batches/${batch.id}`);
    await ready(page);
    for (const share of [0, 0.5, 1]) {
      await page.evaluate((to) => scrollTo(0, document.body.scrollHeight * to), share);
      await expect(bar(page).getByRole("button", { name: "Create 9 payouts" })).toBeInViewport({ ratio: 1 });
    }
    const tops = await page
      .locator("h2", { hasText: "9 of 10 rows" })
      .or(page.locator("#errors-heading"))
      .evaluateAll((headings) => headings.map((heading) => heading.getBoundingClientRect().top));
    expect(tops).toHaveLength(2);
    expect(tops).toEqual(tops.toSorted((one, other) => one - other));
    expect(await coveredStops(page)).toEqual([]);
  }
});

/** Walks the whole page with Tab; names what has the focus behind the bar. */
async function coveredStops(page: Page): Promise<string[]> {
  const covered: string[] = [];
  await page.locator("main").focus();
  for (let stop = 0; stop < 60; stop++) {
    await page.keyboard.press("Tab");
    const found = await page.evaluate(() => {
      const [focused, cover] = [document.activeElement, document.querySelector("[data-review-bar]")!];
      if (!focused || !document.querySelector("main")!.contains(focused)) return null;
      const [a, b] = [focused.getBoundingClientRect(), cover.getBoundingClientRect()];
      const hidden = !cover.contains(focused) && a.bottom > b.top + 1 && a.top < b.bottom - 1;
      return { name: focused.textContent || focused.outerHTML, hidden };
    });
    if (found === null) return covered;
    if (found.hidden) covered.push(found.name);
  }
  throw new Error("the page has more than sixty stops");
}

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("a batch is created, or discarded after a question, and a refusal says why", async ({
    page,
    organization,
    loginAs,
  }) => {
    await loginAs("admin");
    const [wanted, unwanted] = [await createWaitingBatch(organization), await createWaitingBatch(organization)];
    await page.goto(`/batches/${wanted.id}`);
    await bar(page).getByRole("button", { name: "Create 1 payout" }).click();
    await expect(page.getByText("Ready for review")).toHaveCount(0);
    await page.goto(`/batches/${unwanted.id}`);
    await bar(page).getByRole("button", { name: "Discard batch" }).click();
    await page
      .getByRole("dialog", { name: "Discard this batch?" })
      .getByRole("button", { name: "Discard batch" })
      .click();
    await expect(page.getByText("This batch was discarded. Nothing was created")).toBeVisible();
  });
});
