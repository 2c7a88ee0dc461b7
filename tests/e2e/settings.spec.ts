import sharp from "sharp";
import type { Page } from "@playwright/test";
import { createPayout } from "@/tests/support/factories";
import { expect, ready, test } from "./portal";
import { tokenOf } from "@/tests/support/recipients";

const logoPicture = () =>
  sharp({ create: { width: 300, height: 60, channels: 3, background: "#7f1d1d" } })
    .png()
    .toBuffer();
const save = (page: Page) => page.getByRole("button", { name: "Save settings" }).click();
const told = (page: Page, text: string) => page.getByRole("status").filter({ hasText: text });

test("an admin changes look and limits, sees them before they are saved, and the recipient's page has them after", async ({
  page,
  organization,
  loginAs,
}) => {
  const payout = await createPayout(organization);
  await loginAs("admin");
  await page.goto("/");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Settings" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Settings" })).toBeVisible();
  await expect(page.getByText("Sandbox, a test provider, is connected: no money moves")).toBeVisible();
  await page.setViewportSize({ width: 1440, height: 900 });
  await ready(page);
  await page.getByLabel("Brand color", { exact: true }).fill("#ffd400");
  await page.getByLabel("Organization name").fill("Harbor <Mutual>");
  await page.getByLabel("Reply-to address").fill("answers@example.com");
  await page.getByLabel("Reminder days").fill("");
  await expect(told(page, "Not saved yet")).toContainText(
    "Organization name, Reply-to address, Brand color, Reminder days",
  );
  await expect(page.getByText("Text on it is black")).toContainText("darker on white");
  const preview = page.getByRole("complementary", { name: "Preview" });
  await expect(preview).toContainText("Harbor <Mutual> has a payout for you: 123.45 US dollars");
  await expect(preview).toContainText("answers@example.com");
  const email = preview.frameLocator("iframe");
  await expect(email.locator("a", { hasText: "See your payout" })).toHaveCSS("background-color", "rgb(255, 212, 0)");
  await preview.getByRole("button", { name: "Recipient’s page" }).click();
  await expect(email.locator("h1")).toHaveText("Harbor <Mutual> has a payout for you");
  await expect(email.getByText("SAMPLE-0001").first()).toBeVisible();
  await save(page);
  await expect(told(page, "Saved: organization name, reply-to address, brand color, reminder days.")).toBeVisible();
  await expect(told(page, "Nothing is changed.")).toBeVisible();
  await page.getByLabel("Picture").setInputFiles({ name: "x.svg", mimeType: "image/png", buffer: await logoPicture() });
  await page.getByRole("button", { name: "Upload logo" }).click();
  await expect(page.getByRole("img", { name: "The logo of Harbor <Mutual>" })).toHaveJSProperty("naturalWidth", 300);
  await page.goto(`/redeem/${tokenOf(payout)}`);
  await expect(page.getByRole("link", { name: "Continue" })).toHaveCSS("background-color", "rgb(255, 212, 0)");
  const logo = page.getByRole("img", { name: "Harbor <Mutual>" });
  await expect(logo).toHaveJSProperty("naturalWidth", 300);
  const served = await page.request.get((await logo.getAttribute("src"))!);
  expect(served.headers()).toMatchObject({
    "content-type": "image/png",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox",
    "cache-control": "public, max-age=31536000, immutable",
    "cross-origin-resource-policy": "cross-origin",
  });
  await page.goto("/admin/audit-log");
  await expect(page.getByRole("row").filter({ hasText: "Brand color: #1d4ed8 → #ffd400" })).toContainText(
    "Reminder days: 7, 3, 1 → none",
  );
});

test("an admin words a language, sees every email in every language before it is saved, and a placeholder that is none is refused", async ({
  page,
  loginAs,
}) => {
  await loginAs("admin");
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto("/admin/settings");
  await ready(page);
  await page.getByText("Your own words in Arabic").click();
  await page.getByLabel("Greeting in Arabic").fill("أهلًا {name}");
  await page.getByLabel("Subject in Arabic").fill("{amount} لك");
  const preview = page.getByRole("complementary", { name: "Preview" });
  await preview.getByLabel("Language").selectOption("Arabic");
  const email = preview.frameLocator("iframe");
  await expect(email.locator("html")).toHaveAttribute("dir", "rtl");
  await expect(email.getByText("أهلًا")).toContainText("Sample Recipient");
  await expect(preview).toContainText("123.45 دولار أمريكي");
  await preview.getByLabel("Email").selectOption("Cancellation notice");
  await expect(email.locator("h1")).toHaveText("أُلغيت هذه الدفعة");
  await preview.getByRole("button", { name: "Recipient’s page" }).click();
  await expect(email.locator("[dir=rtl] h1")).toBeVisible();
  await page.getByLabel("Subject in Arabic").fill("{sum}");
  await save(page);
  await expect(page.getByLabel("Subject in Arabic")).toHaveAccessibleDescription(/Write: Up to 150 characters/);
  await page.getByLabel("Subject in Arabic").fill("{amount} لك");
  await page.getByLabel("Default language").selectOption("Spanish");
  await save(page);
  await expect(told(page, "Saved: default language, subject in arabic, greeting in arabic.")).toBeVisible();
});

test("when two admins save from the same page, the second sees what differs, keeps what they wrote, and saves on top", async ({
  page,
  loginAs,
  anotherWindow,
}) => {
  await loginAs("admin");
  const other = (await anotherWindow("admin")).page;
  for (const window of [page, other]) {
    await window.goto("/admin/settings");
    await ready(window);
  }
  await page.getByLabel("Verification answers", { exact: true }).fill("3");
  await page.getByLabel("Wait between resends").fill("20");
  await save(page);
  await expect(told(page, "Saved: verification answers")).toBeVisible();
  await other.getByLabel("Payout lifetime").fill("90");
  await other.getByLabel("Wait between resends").fill("30");
  await save(other);
  await expect(told(other, "Nothing was saved yet")).toBeVisible();
  const differences = other.getByRole("alert").filter({ hasText: "Somebody else saved" });
  await expect(differences).toContainText("Verification answers: was 5, now 3");
  await expect(differences).toContainText("Wait between resends: theirs 20, yours 30");
  await expect(other.getByLabel("Verification answers", { exact: true })).toHaveValue("3");
  await expect(other.getByLabel("Payout lifetime")).toHaveValue("90");
  await save(other);
  await expect(told(other, "Saved: payout lifetime, wait between resends.")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Wait between resends")).toHaveValue("30");
  await expect(page.getByLabel("Verification answers", { exact: true })).toHaveValue("3");
});

test("who leaves with something unsaved is asked first", async ({ page, loginAs }) => {
  await loginAs("admin");
  await page.goto("/admin/settings");
  await ready(page);
  await page.getByLabel("Payout lifetime").fill("91");
  await expect(told(page, "Not saved yet")).toContainText("Payout lifetime");
  const asked = page.waitForEvent("dialog");
  const pressed = page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Users" }).click();
  await (await asked).dismiss();
  await pressed;
  await expect(page.getByLabel("Payout lifetime")).toHaveValue("91");
  await page.getByRole("button", { name: "Discard" }).click();
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Users" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Users" })).toBeVisible();
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("settings are previewed, refused beside their field with what was typed, and saved", async ({
    page,
    organization,
    loginAs,
  }) => {
    await loginAs("admin");
    await page.goto("/admin/settings");
    await page.getByLabel("Support email").fill("payouts@example.com");
    await page.getByLabel("Reminder days").fill("7, 99");
    const tab = page.context().waitForEvent("page");
    await page.getByRole("button", { name: "Preview" }).click();
    const preview = await tab;
    await expect(preview.getByText("Shown as saved, because it cannot be read: Reminder days.")).toBeVisible();
    await expect(preview.getByText(`${organization.name} has a payout for you: 123.45 US dollars`)).toBeVisible();
    await expect(
      preview
        .frameLocator("iframe[title='The sample recipient’s page']")
        .getByRole("link", { name: "payouts@example.com", includeHidden: true }),
    ).toBeVisible();
    await save(page);
    await expect(page.getByLabel("Reminder days")).toHaveAccessibleDescription(/whole numbers from 1 to 60/);
    await expect(page.getByLabel("Reminder days")).toHaveValue("7, 99");
    await page.getByLabel("Reminder days").fill("7");
    await save(page);
    await page.goto("/admin/settings");
    await expect(page.getByLabel("Support email")).toHaveValue("payouts@example.com");
    await expect(page.getByLabel("Reminder days")).toHaveValue("7");
  });
});
