import type { Page } from "@playwright/test";
import { createOrganization, createPayout, createUser } from "@/tests/support/factories";
import { expectToFit } from "./every-look";
import { createHostileWorld } from "./hostile-world";
import { expect, ready, test } from "./portal";
import { looking } from "./shared-window";

const everyWidth = [320, 390, 768, 1024, 1280, 1366, 1440, 1920];

const look = looking(async () => {
  const organization = await createOrganization();
  return { admin: await createUser(organization), ...(await createHostileWorld(organization)) };
});
type World = Awaited<ReturnType<typeof createHostileWorld>>;

const pages: Record<string, (world: World) => string> = {
  "the Dashboard": () => "/?tab=expiring-soon",
  "the Dashboard with its tables": () => "/?tab=expiring-soon&table=chart&table=forecast",
  "Recently Expired": () => "/?tab=recently-expired",
  "Recent Batches With Errors": () => "/?tab=batches-with-errors",
  "the payouts": () => "/payouts",
  "the failed payouts": () => "/payouts?group=failed",
  "the payouts that expire soon": () => "/payouts?expires=next-7d",
  "a payout that waits": ({ expiring }) => `/payouts/${expiring.id}`,
  "a payout that failed": ({ failed }) => `/payouts/${failed.id}`,
  "the batches": () => "/batches",
  "a batch": ({ batch }) => `/batches/${batch.id}`,
  "the audit log": () => "/admin/audit-log",
  "the email log": () => "/admin/emails",
  "an email": ({ email }) => `/admin/emails/${email.id}`,
  "the users": () => "/admin/users",
};

for (const [what, address] of Object.entries(pages)) {
  look(
    `${what}: whatever a company writes, the page never scrolls sideways, and nothing is cut off or lies over its neighbour`,
    async ({ shared: { world, windowOf } }) => {
      const page = await windowOf(world.admin);
      await page.goto(address(world));
      await ready(page);
      await expectToFit(page, what, everyWidth);
    },
  );
}

const rowOf = (page: Page) => page.getByRole("row", { name: /Ada Byron/ });
const cancel = (page: Page) => page.getByRole("button", { name: "Cancel Payout to Ada Byron" });
/** The visible share of it, from 0 to 1; the smallest share of any of its containers. */
const seen = (page: Page) =>
  cancel(page).evaluate((button) => {
    let least = 1;
    for (let element: Element | null = button; element; element = element.parentElement)
      least = Math.min(least, Number(getComputedStyle(element).opacity));
    return least;
  });

test("row actions stand at the end of the row at all times, and over nothing", async ({
  page,
  organization,
  loginAs,
}) => {
  await createPayout(organization, { recipientName: "Ada Byron" });
  await loginAs("admin");
  for (const width of [1024, 1280, 1440]) {
    await page.setViewportSize({ width, height: 800 });
    await page.goto("/payouts");
    await ready(page);
    expect(await seen(page)).toBe(1);
    const first = (await page.getByRole("button", { name: "Resend Payout Email to Ada Byron" }).boundingBox())!;
    for (const cell of await rowOf(page).getByRole("cell").all()) {
      const text = cell.getByText(/./).first();
      if (!(await cell.isVisible()) || (await cell.getByRole("button").count()) > 0) continue;
      if ((await text.count()) === 0) continue;
      const box = (await text.boundingBox())!;
      expect(box.x + box.width).toBeLessThanOrEqual(first.x);
    }
    await page.getByRole("button", { name: "Resend Payout Email to Ada Byron" }).focus();
    await page.keyboard.press("Tab");
    await expect(cancel(page)).toBeFocused();
  }
});

test.describe("on a touch screen", () => {
  test.use({ hasTouch: true, isMobile: true });

  for (const width of [1024, 390]) {
    test(`at ${width} px row actions are always visible`, async ({ page, organization, loginAs }) => {
      await createPayout(organization, { recipientName: "Ada Byron" });
      await loginAs("admin");
      await page.setViewportSize({ width, height: 800 });
      await page.goto("/payouts");
      await ready(page);
      expect(await seen(page)).toBe(1);
      await cancel(page).tap();
      await expect(page.getByRole("dialog", { name: "Cancel Payout?" })).toBeVisible();
    });
  }
});

test("an email is shown whole, without a second scroll bar and without scripts", async ({
  page,
  organization,
  loginAs,
}) => {
  const { email } = await createHostileWorld(organization);
  await loginAs("admin");
  await page.goto(`/admin/emails/${email.id}`);
  const frame = page.locator("main iframe");
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 800 });
    await expect
      .poll(() =>
        frame.evaluate(
          (element: HTMLIFrameElement) => element.clientHeight - element.contentDocument!.documentElement.scrollHeight,
        ),
      )
      .toBe(0);
    expect(await frame.evaluate((element) => element.clientHeight)).toBeGreaterThan(640);
  }
  await expect(frame).toHaveAttribute("sandbox", "allow-same-origin");
});
