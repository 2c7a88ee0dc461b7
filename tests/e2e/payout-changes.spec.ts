import { createEmail } from "@/tests/support/factories";
import { expect, ready, test } from "./portal";
import { inDays, expiring, button, toast, timeline, choose } from "./payout-steps";

test("extending the expiry from Expiring Soon removes the row, and the timeline shows the old and the new expiry", async ({
  page,
  organization,
  loginAs,
}) => {
  const payout = await expiring(organization);
  await loginAs("admin");
  await page.goto("/");
  await ready(page);
  const dialog = await choose(page, "Extend expiry…");
  await expect(dialog).toContainText("1,234.56 USD");
  await dialog.getByLabel("New last day").fill(inDays(40).toISOString().slice(0, 10));
  await button(page, "Extend expiry").click();
  await expect(toast(page, /^Ada Byron can claim it until .*, 23:59:59 E[SD]T\./)).toBeVisible();
  await expect(page.getByRole("row", { name: /Ada Byron/ })).toHaveCount(0);
  await expect(page.getByRole("heading", { level: 1 }), "the row that had the focus is gone").toBeFocused();
  await page.goto(`/payouts/${payout.id}`);
  await expect(timeline(page).getByRole("listitem").first()).toContainText(/Expiry extended.* → .*23:59:59/s);
});

test("a day that does not extend the expiry is refused beside the field, in the dialog", async ({
  page,
  organization,
  loginAs,
}) => {
  const payout = await expiring(organization, { expiresAt: inDays(5) });
  await loginAs("admin");
  await page.goto(`/payouts/${payout.id}`);
  await ready(page);
  const dialog = await choose(page, "Extend expiry…");
  const day = dialog.getByLabel("New last day");
  await day.evaluate((field: HTMLInputElement) => field.removeAttribute("min"));
  for (const [days, words] of [
    [1, "Choose a later day"],
    [-3, "is over"],
    [1_000, "more than 2 years ahead"],
  ] as const) {
    await day.fill(inDays(days).toISOString().slice(0, 10));
    await button(page, "Extend expiry").click();
    await expect(day).toHaveAccessibleDescription(new RegExp(words));
  }
  await button(page, "Keep expiry").click();
  await expect(button(page, "More for Ada Byron")).toBeFocused();
});

test("an admin who changes the email is warned that the old link ends, and the new address gets an email", async ({
  page,
  organization,
  loginAs,
}) => {
  const payout = await expiring(organization);
  await loginAs("admin");
  await page.goto(`/payouts/${payout.id}`);
  await ready(page);
  const dialog = await choose(page, "Change email…");
  await expect(dialog).toContainText("The link sent to ada@example.com stops working");
  await dialog.getByLabel("New email address").fill("ada.byron@example.com");
  await button(page, "Change email").click();
  await expect(
    toast(page, /^The old link no longer works\. The email with a new one to ada\.byron@example\.com/),
  ).toBeVisible();
  await expect(timeline(page)).toContainText("ada@example.com → ada.byron@example.com");
  await expect(page.getByRole("region", { name: "Emails" })).toContainText("to ada.byron@example.com");
});

test("list, Dashboard and page warn while one answer is left; a reset removes the warning and the action", async ({
  page,
  organization,
  loginAs,
}) => {
  const payout = await expiring(organization, { openedAt: inDays(-1), verificationAttempts: 4 });
  await loginAs("admin");
  for (const address of ["/", "/payouts", `/payouts/${payout.id}`]) {
    await page.goto(address);
    await expect(page.getByText("One answer left").filter({ visible: true }).first(), address).toBeVisible();
  }
  await expect(page.getByText("The recipient used 4 of 5 verification answers.")).toBeVisible();
  await ready(page);
  // The action is also beside the warning, not only in the menu.
  await button(page, "Reset wrong answers").click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("speak with the recipient first");
  await dialog.getByRole("button", { name: "Reset wrong answers" }).click();
  await expect(toast(page, "Ada Byron has all their verification answers again.")).toBeVisible();
  await expect(page.getByText("One answer left")).toHaveCount(0);
  await expect(page.getByText("5 of 5 answers left")).toBeVisible();
  await expect(timeline(page)).toContainText("4 wrong answers reset");
  await button(page, "More for Ada Byron").click();
  await expect(page.getByRole("menuitem")).toHaveText(["Extend expiry…", "Change email…"]);
});

test("the menu works by keyboard: arrows move, Escape and Tab close it, and a dialog returns the focus", async ({
  page,
  organization,
  loginAs,
}) => {
  await expiring(organization);
  await loginAs("admin");
  await page.goto("/");
  await ready(page);
  const more = button(page, "More for Ada Byron");
  const item = (name: string) => page.getByRole("menuitem", { name });
  await more.focus();
  await page.keyboard.press("Enter");
  await expect(item("Extend expiry…")).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(item("Change email…")).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(item("Extend expiry…")).toBeFocused();
  await page.keyboard.press("End");
  await expect(item("Change email…")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(more).toBeFocused();
  await expect(page.getByRole("menu")).toBeHidden();
  // The second press follows at once: the first already moved the focus.
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog").getByLabel("New last day")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(more).toBeFocused();
});

test("a menu stays beside its button while the page scrolls", async ({ page, organization, loginAs }) => {
  await expiring(organization);
  await page.setViewportSize({ width: 390, height: 500 });
  await loginAs("admin");
  await page.goto("/");
  await ready(page);
  const more = button(page, "More for Ada Byron");
  await more.evaluate((element: HTMLElement) => {
    element.scrollIntoView({ block: "end" });
    element.click();
    scrollBy(0, 40);
  });
  await expect(page.getByRole("menuitem", { name: "Extend expiry…" })).toBeFocused();
  const [menu, opener] = await Promise.all([page.getByRole("menu").boundingBox(), more.boundingBox()]);
  const between = menu!.y > opener!.y ? menu!.y - opener!.y - opener!.height : opener!.y - menu!.y - menu!.height;
  expect(between).toBeGreaterThanOrEqual(0);
  expect(between).toBeLessThan(10);
  expect(menu!.x).toBeGreaterThanOrEqual(0);
  expect(menu!.x + menu!.width).toBeLessThanOrEqual(390);
});

test("the one menu of a list moves to the row whose button is pressed, and acts on that payout", async ({
  page,
  organization,
  loginAs,
}) => {
  for (const recipientName of ["Ada Byron", "Grace Hopper", "Mary Jackson", "Alan Turing"])
    await expiring(organization, { recipientName });
  await loginAs("admin");
  await page.goto("/payouts?sort=created");
  await ready(page);
  await button(page, "More for Ada Byron").click();
  await expect(page.getByRole("menu", { name: "More for Ada Byron" })).toBeVisible();
  // The browser alone would close the menu here.
  await button(page, "More for Alan Turing").click();
  await expect(page.getByRole("menu", { name: "More for Alan Turing" })).toBeVisible();
  await page.getByRole("menuitem", { name: "Extend expiry…" }).click();
  await expect(page.getByRole("dialog")).toContainText("Alan Turing");
  await page.keyboard.press("Escape");
  await expect(button(page, "More for Alan Turing")).toBeFocused();
});

test("Expiring Soon shows how far each recipient has got", async ({ page, organization, loginAs }) => {
  const people = {
    "Never opened": {},
    "Opened, not finished": { openedAt: inDays(-1) },
    "Verified, not finished": { openedAt: inDays(-1), verifiedAt: inDays(-1) },
  };
  for (const [recipientName, state] of Object.entries(people))
    await expiring(organization, { recipientName: `Ada ${recipientName}`, ...state });
  for (const [status, recipientName] of [
    ["bounced", "Email bounced"],
    ["failed", "Email refused"],
  ] as const)
    await createEmail(await expiring(organization, { recipientName: `Ada ${recipientName}` }), { status });
  await loginAs("viewer");
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto("/");
  for (const words of [...Object.keys(people), "Email bounced", "Email refused"]) {
    await expect(
      page.getByRole("row", { name: `Ada ${words}` }).getByRole("cell", { name: words, exact: true }),
    ).toBeVisible();
  }
});
