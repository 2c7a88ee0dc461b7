import type { Locator, Page } from "@playwright/test";
import { createPayout } from "@/tests/support/factories";
import { fillDashboard } from "./dashboard-world";
import { expect, ready, test } from "./portal";

type Number = { what: string; href: string; count: string };

const digits = (text: string) => /\d[\d,]*/.exec(text)?.[0] ?? "";

/** Each number of the Dashboard that has a link, with that link. */
async function numbersOf(links: Locator, what: string): Promise<Number[]> {
  const found = await links.evaluateAll((elements) =>
    elements.map((element) => ({ href: element.getAttribute("href")!, text: element.textContent })),
  );
  return found.map(({ href, text }, index) => ({ what: `${what} ${index + 1}`, href, count: digits(text) }));
}

async function follow(page: Page, link: Locator, { what, count, href }: Number) {
  const before = page.url();
  await link.click();
  await expect(page, what).toHaveURL(href);
  await expect(page.getByTestId("total"), `${what}: ${href}`).toHaveText(count);
  await page.goBack();
  await expect(page).toHaveURL(before);
  await expect(page.getByRole("heading", { level: 1, name: "Dashboard" })).toBeVisible();
}

/** The total of a list as the server answers it. */
const totalIn = (html: string) => /data-testid="total"[^>]*>([^<]+)</.exec(html)?.[1];

const summaryOf = (page: Page) => page.getByRole("region", { name: /Payouts Summary/ });
const tileNames = { completed: "Completed", pending: "Pending", failed: "Failed" };

test.describe("every number of the Dashboard equals the number of records behind its link", () => {
  test.beforeEach(async ({ page, organization, loginAs }) => {
    await fillDashboard(organization);
    await loginAs("viewer");
    await page.goto("/");
    await ready(page);
  });

  test("a tile opens a list with the same number, which Forward and reload keep", async ({ page }) => {
    for (const [group, name] of Object.entries(tileNames)) {
      const count = await page.getByTestId(`tile-${group}`).innerText();
      const link = page.getByRole("heading", { level: 3, name, exact: true }).getByRole("link");
      const href = (await link.getAttribute("href"))!;
      expect(Number(count)).toBeGreaterThan(0);
      await follow(page, link, { what: name, href, count });
      await page.goForward();
      await expect(page.getByTestId("total")).toHaveText(count);
      await page.reload();
      await expect(page.getByTestId("total")).toHaveText(count);
      await page.goBack();
    }
  });

  test("each part of a tile opens a list with the same number, by its name and by its number", async ({ page }) => {
    const parts = page.locator("[data-testid^=part-]");
    const numbers = await numbersOf(parts, "part");
    expect(numbers.map(({ count }) => Number(count)).every((count) => count > 0)).toBe(true);
    expect(numbers).toHaveLength(4);
    for (const [index, number] of numbers.entries()) {
      await follow(page, parts.nth(index), number);
      await follow(page, page.locator(`li:has(> [data-testid]) span a[href="${number.href}"]`), number);
    }
  });

  test("a tile opens its currencies by a press, without a mouse, and each is a link to as many payouts as it says", async ({
    page,
  }) => {
    await page.getByRole("button", { name: "Pending: money in all 3 currencies" }).focus();
    const list = page.getByRole("list", { name: "Pending: money" });
    await expect(list).toBeHidden();
    await page.keyboard.press("Enter");
    await expect(list.getByRole("link")).toHaveCount(3);
    const shown = await list
      .getByRole("link")
      .evaluateAll((links) => links.map((link) => ({ href: link.getAttribute("href")!, text: link.textContent })));
    const counts = shown.map(({ text }) => Number(/(\d+) payouts?$/.exec(text)![1]));
    expect(counts.reduce((sum, count) => sum + count)).toBe(Number(await page.getByTestId("tile-pending").innerText()));
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(shown[1]!.href);
    await expect(page.getByTestId("total")).toHaveText(String(counts[1]));
  });

  test("the chart shows the money of one currency, which the address keeps together with the tab", async ({ page }) => {
    await page.goto("/?tab=recently-expired");
    const choices = page.getByRole("navigation", { name: "Chart shows" });
    await choices.getByRole("link", { name: "JPY" }).click();
    await expect(page).toHaveURL("/?tab=recently-expired&chart=JPY");
    await expect(choices.getByRole("link", { name: "JPY" })).toHaveAttribute("aria-current", "page");
    const asTable = page.getByRole("link", { name: "Show as a table" });
    await expect(asTable).toHaveAttribute("aria-expanded", "false");
    await asTable.click();
    await expect(page).toHaveURL("/?tab=recently-expired&chart=JPY&table=chart");
    await expect(asTable).toHaveAttribute("aria-expanded", "true");
    await expect(asTable).toBeFocused();
    await page.reload();
    const rows = summaryOf(page).getByRole("table").getByRole("link");
    await expect(rows.first()).toBeVisible();
    const [day] = await numbersOf(rows, "day");
    expect(day!.href).toContain("currency=JPY");
    await asTable.click();
    await expect(rows).toHaveCount(0);
    await page.getByRole("link", { name: /^Payouts Expiring Soon/ }).click();
    await expect(page).toHaveURL("/?tab=expiring-soon&chart=JPY");
    await expect(choices.getByRole("link", { name: "JPY" })).toHaveAttribute("aria-current", "page");
  });

  test("View All and the small print open lists with their numbers, which add up with the tiles", async ({ page }) => {
    const summary = summaryOf(page);
    const viewAll = summary.getByRole("link", { name: /^View All/ });
    const small = summary.getByRole("listitem").filter({ hasText: "Other: " }).getByRole("link");
    const [all] = await numbersOf(viewAll, "View All");
    const rest = await numbersOf(small, "small print");
    expect(rest).toHaveLength(3);
    const tiles = await Promise.all(
      Object.keys(tileNames).map((group) => page.getByTestId(`tile-${group}`).innerText()),
    );
    const sum = [...tiles, ...rest.map(({ count }) => count)].map(Number).reduce((one, other) => one + other);
    expect(sum).toBe(Number(all!.count));
    await follow(page, viewAll, all!);
    for (const [index, number] of rest.entries()) await follow(page, small.nth(index), number);
  });

  test("each day of the chart and of its table opens a list with its number, and the days add up to View All", async ({
    page,
  }) => {
    const bars = summaryOf(page).locator("figure [aria-hidden] a");
    const rows = summaryOf(page).getByRole("table").getByRole("link");
    await summaryOf(page).getByRole("link", { name: "Show as a table" }).click();
    await expect(rows.first()).toBeVisible();
    const days = await numbersOf(rows, "day");
    const barHrefs = (await numbersOf(bars, "bar")).map(({ href }) => href);
    expect(barHrefs.toReversed()).toEqual(days.map(({ href }) => href));
    const [all] = await numbersOf(page.getByRole("link", { name: /^View All/ }).first(), "View All");
    expect(days.reduce((sum, { count }) => sum + Number(count), 0)).toBe(Number(all!.count));
    for (const [index, day] of days.entries())
      if (index % 15 === 0) await follow(page, bars.nth(days.length - 1 - index), day);
      else expect(totalIn(await (await page.request.get(day.href)).text()), day.href).toBe(day.count);
    await follow(page, rows.first(), days[0]!);
  });

  const tabs = [
    "Awaiting your decision",
    "Failed, needs you",
    "Recent Batches With Errors",
    "Payouts Recently Expired",
    "Payouts Expiring Soon",
  ];

  test("each Action Center tab shows its true total and the five most urgent rows, and View All lists all of them", async ({
    page,
  }) => {
    const center = page.getByRole("region", { name: "Action Center" });
    for (const name of tabs) {
      const tab = center.getByRole("navigation").getByRole("link", { name });
      await tab.click();
      // The first tab is open already, without its name in the address.
      await expect(page).toHaveURL(/\?tab=/);
      await expect(tab).toHaveAttribute("aria-current", "page");
      const total = Number(digits((await tab.innerText()).replace(name, "")));
      expect(total, name).toBeGreaterThan(0);
      await expect(center.getByRole("table", { name: new RegExp(name, "i") }).locator("tbody tr")).toHaveCount(
        Math.min(5, total),
      );
      const links = center.getByRole("link", { name: /^(?:View All|Go to)/ });
      const numbers = await numbersOf(links, name);
      expect(Number(numbers[0]!.count)).toBe(total);
      for (const [index, number] of numbers.entries()) await follow(page, links.nth(index), number);
      await page.reload();
      await expect(tab, "the open tab is in the address").toHaveAttribute("aria-current", "page");
    }
  });

  test("the parts of what expires soon, and each day of the forecast, open lists with their numbers", async ({
    page,
  }) => {
    await page.goto("/?tab=expiring-soon");
    await ready(page);
    const parts = page.getByRole("list", { name: "Of these" }).getByRole("link");
    const numbers = await numbersOf(parts, "part");
    expect(numbers.map(({ href }) => new URL(href, "http://x").searchParams.get("evidence"))).toEqual([
      "never_opened",
      "opened",
    ]);
    const total = Number(await page.getByTestId("tab-expiring-soon").innerText());
    expect(numbers.reduce((sum, { count }) => sum + Number(count), 0)).toBe(total);
    for (const [index, number] of numbers.entries()) await follow(page, parts.nth(index), number);
    const ahead = page.getByRole("figure", { name: "Expiries to come" });
    await summaryOf(page).getByRole("link", { name: "Show as a table" }).click();
    await expect(summaryOf(page).getByRole("table")).toBeVisible();
    await ahead.getByRole("link", { name: "Show as a table" }).click();
    await expect(page).toHaveURL("/?tab=expiring-soon&table=chart&table=forecast");
    await expect(ahead.getByRole("table").getByRole("link")).toHaveCount(30);
    const days = await numbersOf(ahead.getByRole("table").getByRole("link"), "day");
    const some = days.filter(({ count }) => count !== "0");
    expect(some.length).toBeGreaterThan(7);
    const last = days.indexOf(some.at(-1)!);
    await follow(page, ahead.locator("[aria-hidden] a").nth(last), some.at(-1)!);
  });

  test("a viewer sees what awaits a decision and what failed, without the buttons", async ({ page }) => {
    const center = page.getByRole("region", { name: "Action Center" });
    await expect(center.getByRole("table", { name: "Awaiting your decision" })).toContainText(
      "1,200.50 USD · 9,000 JPY",
    );
    await expect(center.getByRole("link", { name: "Review" })).toHaveCount(0);
    await page.goto("/?tab=failed-needs-you");
    await expect(center.getByRole("table", { name: "Failed, needs you" }).locator("tbody tr")).toHaveCount(5);
    await expect(center.getByRole("button")).toHaveCount(0);
  });

  test("a row opens its record", async ({ page }) => {
    await page.goto("/?tab=expiring-soon");
    const center = page.getByRole("region", { name: "Action Center" });
    await center.getByRole("link", { name: "Due in 0 days" }).click();
    await expect(page.getByRole("heading", { level: 1, name: /Due in 0 days/ })).toBeVisible();
  });
});

test("an organization without payouts sees an empty message in every section", async ({ page, loginAs }) => {
  await loginAs("admin");
  for (const [tab, words] of [
    ["expiring-soon", "Nothing expires in the next 7 days"],
    ["recently-expired", "Nothing expired in the last 7 days"],
    ["batches-with-errors", "No batch had errors in the last 7 days"],
    ["failed-needs-you", "No failed payout waits for anybody"],
    ["awaiting-decision", "No batch awaits a decision"],
  ]) {
    await page.goto(`/?tab=${tab}`);
    await expect(page.getByText(words!)).toBeVisible();
  }
});

test("Refresh loads new numbers and keeps the scroll position", async ({ page, organization, loginAs }) => {
  await fillDashboard(organization);
  await loginAs("viewer");
  await page.setViewportSize({ width: 1000, height: 500 });
  await page.goto("/");
  await ready(page);
  const before = await page.getByTestId("tile-completed").innerText();
  await createPayout(organization, { status: "completed" });
  await page.evaluate(() => scrollTo(0, 10));
  await page.getByRole("button", { name: "Refresh" }).click();
  await expect(page.getByTestId("tile-completed")).toHaveText(String(Number(before) + 1));
  expect(await page.evaluate(() => scrollY)).toBe(10);
});
