import type { Page } from "@playwright/test";
import { cancelPayout } from "@/lib/payouts/mutations";
import { createPayout, createUser } from "@/tests/support/factories";
import { expect, ready, test } from "./portal";

const rowOf = (page: Page, name: string) => page.getByRole("row", { name: new RegExp(name) });

/** Lets the page's own clock go on, until its follower is loaded and has asked again. */
async function later(page: Page) {
  await page.clock.fastForward(3_000);
  await page.waitForLoadState("networkidle");
  const asked = page.waitForResponse((response) => response.url().includes("/changes"));
  await page.clock.fastForward(11_000);
  await asked;
}

test.beforeEach(async ({ page }) => {
  await page.clock.install();
});

test("an open list follows what somebody else changes, marks the row and says so", async ({
  page,
  organization,
  loginAs,
}) => {
  const payout = await createPayout(organization, { recipientName: "Ada Byron" });
  await createPayout(organization, { recipientName: "Grace Hopper" });
  await loginAs("viewer");
  const { actor } = await createUser(organization);
  await page.goto("/payouts");
  await ready(page);
  await cancelPayout(actor, payout.id, "Paid by bank transfer");
  await later(page);
  await expect(rowOf(page, "Ada Byron")).toContainText("Canceled");
  await expect(rowOf(page, "Ada Byron")).toHaveAttribute("data-changed", "");
  await expect(rowOf(page, "Grace Hopper")).not.toHaveAttribute("data-changed");
  await expect(page.getByRole("status").filter({ hasText: "Updated: 1 row changed" })).toBeAttached();
  await page.clock.fastForward(7_000);
  await expect(rowOf(page, "Ada Byron")).not.toHaveAttribute("data-changed");
});

test("while the pointer is over a list it stays still and offers the changes, until a press or the pointer has left", async ({
  page,
  organization,
  loginAs,
}) => {
  const [first, second] = [
    await createPayout(organization, { recipientName: "Ada Byron" }),
    await createPayout(organization, { recipientName: "Grace Hopper" }),
  ];
  await loginAs("viewer");
  const { actor } = await createUser(organization);
  await page.goto("/payouts");
  await ready(page);
  await rowOf(page, "Ada Byron").hover();
  await cancelPayout(actor, first.id, "Paid by bank transfer");
  await later(page);
  const show = page.getByRole("button", { name: "Show" });
  await expect(show).toBeVisible();
  await expect(rowOf(page, "Ada Byron")).toContainText("Pending");
  await show.click();
  await expect(rowOf(page, "Ada Byron")).toContainText("Canceled");
  await expect(show).toHaveCount(0);
  await rowOf(page, "Grace Hopper").hover();
  await cancelPayout(actor, second.id, "Paid by bank transfer");
  await later(page);
  await expect(show).toBeVisible();
  await page.mouse.move(0, 0);
  await page.clock.fastForward(2_000);
  await expect(rowOf(page, "Grace Hopper")).toContainText("Canceled");
});

test("the Dashboard and the batches follow too, a page that is signed out says so and asks no more", async ({
  page,
  context,
  organization,
  loginAs,
}) => {
  const payout = await createPayout(organization, { recipientName: "Ada Byron" });
  await loginAs("viewer");
  const { actor } = await createUser(organization);
  await page.goto("/batches");
  await ready(page);
  await later(page);
  await page.goto("/");
  await ready(page);
  const pending = page.getByTestId("tile-pending");
  await expect(pending).toHaveText("1");
  await cancelPayout(actor, payout.id, "Paid by bank transfer");
  await later(page);
  await expect(pending).toHaveText("0");
  await context.clearCookies();
  await later(page);
  await expect(page.getByRole("status").filter({ hasText: "You are signed out" })).toBeVisible();
  await expect(page.getByRole("status").getByRole("link", { name: "Sign in" })).toHaveAttribute(
    "href",
    "/sign-in?next=%2F",
  );
});
