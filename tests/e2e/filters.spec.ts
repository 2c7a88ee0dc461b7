import { createPayout, createUser, type Organization } from "@/tests/support/factories";
import { whileManyWaitForSearch } from "@/tests/support/waiting-for-search";
import { expect, password, ready, test } from "./portal";

const malformed = [
  ["/payouts?colour=red", "colour"],
  ["/payouts?changed=last-30", "changed"],
  ["/payouts?status=paid", "status"],
  ["/payouts?after=x", "after"],
  ["/payouts?q=a&q=b", "q"],
  ["/batches?errors=soon", "errors"],
  ["/batches?colour=red", "colour"],
  ["/?tab=nothing", "tab"],
  ["/?table=nothing", "table"],
  ["/?colour=red", "colour"],
  ["/admin/audit-log?colour=red", "colour"],
  ["/admin/emails?colour=red", "colour"],
] as const;

test("an address that the list does not understand shows a notice with the unknown part, and no list", async ({
  page,
  organization,
  loginAs,
}) => {
  await createPayout(organization);
  await loginAs("admin");
  for (const [address, param] of malformed) {
    await page.goto(address);
    const notice = page.getByRole("alert").filter({ hasText: "until this filter is changed" });
    await expect(notice.locator("code").first(), address).toHaveText(param);
    await expect(page.getByRole("table"), address).toHaveCount(0);
    await expect(page.getByTestId("total"), address).toHaveCount(0);
  }
});

test("an error in the filter form is shown at its field, and every choice is kept", async ({
  page,
  organization,
  loginAs,
}) => {
  await createPayout(organization);
  await loginAs("viewer");
  await page.goto("/payouts?status=pending&amount_min=10&q=ada");
  await expect(page.getByRole("alert").filter({ hasText: "until this filter is changed" })).toContainText(
    "At least needs a currency beside it",
  );
  await expect(page.getByRole("table")).toHaveCount(0);
  await expect(page.getByLabel("At least")).toHaveValue("10");
  await expect(page.getByLabel("At least")).toHaveAccessibleDescription(/needs a currency beside it/);
  await expect(page.getByLabel("Search by name, email, reference or amount")).toHaveValue("ada");
  await expect(page.getByRole("checkbox", { name: "Pending" })).toBeChecked();
  await page.getByLabel("Currency").selectOption("USD");
  await page.getByRole("button", { name: "Apply filters" }).click();
  await expect(page.getByTestId("total")).toBeVisible();
});

test("the export refuses the same address with the unknown part, instead of sending more rows than asked for", async ({
  page,
  organization,
  loginAs,
}) => {
  await createPayout(organization);
  await loginAs("viewer");
  const answer = await page.request.get("/payouts/export?colour=red");
  expect(answer.status()).toBe(400);
  expect(await answer.text()).toContain("colour");
});

const nowhere: [address: string, title: string, wayOn: string][] = [
  ["/payouts/none", "There is no such payout", "Search payouts"],
  ["/payouts/01900000-0000-7000-8000-000000000000", "There is no such payout", "Search payouts"],
  ["/batches/none", "There is no such batch", "Go to the batches"],
  ["/admin/emails/none", "There is no such email", "Go to the email log"],
  ["/no-such-page", "There is nothing at this address", "Go to the Dashboard"],
];

test("an id that is malformed or unknown is not found, and the page links to the list of such records", async ({
  page,
  loginAs,
}) => {
  await loginAs("admin");
  for (const [address, title, wayOn] of nowhere) {
    expect((await page.goto(address))?.status(), address).toBe(404);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByText(title)).toBeVisible();
    await expect(page.getByRole("main").getByRole("link", { name: wayOn })).toBeVisible();
  }
});

async function fill(organization: Organization) {
  await createPayout(organization, { recipientName: "Ada Byron", status: "expired" });
  await createPayout(organization, { recipientName: "Grace Hopper", status: "completed" });
  await createPayout(organization, { recipientName: "Adele 100% Goldberg", status: "completed" });
}

test("each active filter is a chip; removing one widens the list by it, and Back and Forward restore each step", async ({
  page,
  organization,
  loginAs,
}) => {
  await fill(organization);
  await loginAs("viewer");
  await page.goto("/payouts?status=completed&changed=last-30d&q=grace");
  await ready(page);
  const chips = page.getByRole("list", { name: "Active filters" });
  await expect(page.getByTestId("total")).toHaveText("1");
  await expect(chips.getByRole("listitem")).toContainText([
    "Completed",
    "Changed in the last 30 days",
    "Matching “grace”",
  ]);
  await chips.getByRole("link", { name: "Remove filter: Matching “grace”" }).click();
  await expect(page).toHaveURL("/payouts?status=completed&changed=last-30d");
  await expect(page.getByTestId("total")).toHaveText("2");
  await page.goBack();
  await expect(page.getByTestId("total")).toHaveText("1");
  await expect(page.getByRole("searchbox")).toHaveValue("grace");
  await page.goForward();
  await expect(page.getByTestId("total")).toHaveText("2");
  await chips.getByRole("link", { name: "Clear all" }).click();
  await expect(page).toHaveURL("/payouts");
  await expect(page.getByTestId("total")).toHaveText("3");
});

test("a percent sign in a search matches only itself, and an empty result offers to clear the filters", async ({
  page,
  organization,
  loginAs,
}) => {
  await fill(organization);
  await loginAs("viewer");
  await page.goto("/payouts");
  await ready(page);
  const search = page.getByRole("searchbox");
  await search.fill("100%");
  await search.press("Enter");
  await expect(page.getByTestId("total")).toHaveText("1");
  await search.fill("%");
  await search.press("Enter");
  await expect(page.getByText("No payout matches this filter")).toBeVisible();
  await page.getByRole("link", { name: "Show all payouts" }).click();
  await expect(page.getByTestId("total")).toHaveText("3");
});

test("a search says where it could not look at all payouts yet, and is whole once they are ready", async ({
  page,
  organization,
  loginAs,
}) => {
  await loginAs("viewer");
  const make = async () => {
    for (const recipientName of ["Ada Byron", "Grace Person"]) await createPayout(organization, { recipientName });
  };
  const notice = page.getByText("Not all payouts are searched yet");
  const look = async () => {
    await page.goto("/payouts?q=grace");
    await expect(notice).toBeVisible();
    await expect(page.getByText("1 payout found so far")).toBeVisible();
    await page.goto("/payouts?q=ada");
    await expect(page.getByText("No payout found yet")).toBeVisible();
    await expect(page.getByText("0 payouts found so far")).toBeVisible();
  };
  await whileManyWaitForSearch(organization.id, look, make);
  await page.getByRole("link", { name: "Search again" }).click();
  await expect(page.getByTestId("total")).toHaveText("1");
  await expect(notice).toBeHidden();
});

test("a list of several pages can be paged forward and back without losing or repeating a row", async ({
  page,
  organization,
  loginAs,
}) => {
  for (let n = 0; n < 120; n++) await createPayout(organization, { reference: `N-${n}` });
  await loginAs("viewer");
  await page.goto("/payouts?sort=created");
  await ready(page);
  const links = page.getByRole("table").locator("tbody tr a.row-link");
  const seen: string[][] = [];
  for (const size of [50, 50, 20]) {
    await expect(links).toHaveCount(size);
    seen.push(await links.evaluateAll((all) => all.map((link) => new URL((link as HTMLAnchorElement).href).pathname)));
    const next = page.getByRole("link", { name: /next/i });
    const before = page.url();
    if (size === 50) await next.click().then(() => expect(page).not.toHaveURL(before));
  }
  expect(new Set(seen.flat()).size).toBe(120);
  await page.getByRole("link", { name: /previous/i }).click();
  await expect(links.first()).toHaveAttribute("href", new RegExp(`^${seen[1]![0]}`));
  await expect(links).toHaveCount(50);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a user can sign in, search, and filter by status and by two dates", async ({ page, organization }) => {
    const user = await createUser(organization, { password });
    await fill(organization);
    await page.goto("/payouts");
    await page.getByLabel("Email address").fill(user.email);
    await page.getByLabel("Password").fill("not the password");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("alert").filter({ hasText: "is not right" })).toBeVisible();
    await page.getByLabel("Email address").fill(user.email);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page).toHaveURL("/payouts");
    await page.getByRole("searchbox").fill("ada");
    await page.getByRole("button", { name: "Search" }).click();
    await expect(page.getByTestId("total")).toHaveText("1");
    await page.getByRole("link", { name: "Remove filter: Matching “ada”" }).click();
    await expect(page).toHaveURL("/payouts");
    await page.getByText("Filter and sort").click();
    await page.getByRole("checkbox", { name: "Completed" }).check();
    await page.getByLabel("Created, from day").fill("2020-01-01");
    await page.getByRole("button", { name: "Apply filters" }).click();
    await expect(page).toHaveURL(/created=2020-01-01\.\./);
    await expect(page.getByTestId("total")).toHaveText("2");
    await expect(page.getByRole("list", { name: "Active filters" })).toContainText("Completed");
    await page.goto("/?tab=recently-expired");
    await page.getByRole("link", { name: /Payouts Expiring Soon/ }).click();
    await expect(page.getByText("Nothing expires in the next 7 days")).toBeVisible();
  });
});
