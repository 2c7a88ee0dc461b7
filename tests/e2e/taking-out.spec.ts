import { createBatch, createEmail, createPayout } from "@/tests/support/factories";
import { expect, ready, test } from "./portal";

// What people take elsewhere: copied texts, and lists as files.

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

test("in every list the row that is pointed at or has the focus offers to copy its references and addresses, and no other row", async ({
  page,
  organization,
  loginAs,
}) => {
  const payout = await createPayout(organization, { reference: "CLM-1815", recipientEmail: "ada@example.com" });
  await createPayout(organization);
  await createEmail(payout);
  const admin = await loginAs("admin");
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  const offers = page.getByRole("button", { name: /^Copy / });
  const lists = [
    ["/payouts", "CLM-1815"],
    ["/payouts", "ada@example.com"],
    ["/admin/emails", "ada@example.com"],
    ["/admin/users", admin.email],
  ] as const;
  for (const [address, text] of lists) {
    await page.goto(address);
    await ready(page);
    await expect(offers).toHaveCount(0);
    const row = page.getByRole("row").filter({ hasText: text });
    await row.hover();
    await expect(row.getByRole("button", { name: `Copy ${text}`, exact: true })).toBeVisible();
    expect(await offers.count()).toBe(await row.getByRole("button", { name: /^Copy / }).count());
    await row.getByRole("button", { name: `Copy ${text}`, exact: true }).click();
    await expect(page.getByText(`Copied ${text}`)).toBeVisible();
    expect(await copied()).toBe(text);
  }
  await page.goto("/payouts");
  await ready(page);
  await page.getByRole("row").filter({ hasText: "CLM-1815" }).getByRole("link").first().focus();
  await expect(offers.first()).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "ada@example.com" })).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Copy ada@example.com" })).toBeFocused();
});

test("the pages of a payout, a batch and an email have buttons to copy what people take elsewhere", async ({
  page,
  organization,
  loginAs,
}) => {
  const batch = await createBatch(organization);
  const payout = await createPayout(organization, { batchId: batch.id });
  const email = await createEmail(payout);
  await loginAs("admin");
  const expected = [
    [`/payouts/${payout.id}`, "Copy the id", payout.id],
    [`/batches/${batch.id}`, "Copy the id", batch.id],
    [`/admin/emails/${email.id}`, "Copy the reference", payout.reference],
  ] as const;
  for (const [address, name, text] of expected) {
    await page.goto(address);
    await ready(page);
    await page.getByRole("button", { name, exact: true }).click();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(text);
  }
});

test("batches, emails and users leave as files of the filter that the page shows, and the audit log says who took them", async ({
  page,
  organization,
  loginAs,
}) => {
  await createBatch(organization, { fileName: "november.csv" });
  await createBatch(organization, { fileName: "december.csv" });
  await createEmail(await createPayout(organization), { status: "bounced" });
  const admin = await loginAs("admin");
  const lists = [
    ["/batches?file=nov", "batches", /november\.csv/],
    ["/admin/emails?status=bounced", "email-log", /bounced/],
    ["/admin/users", "users", new RegExp(admin.email)],
  ] as const;
  for (const [address, name, text] of lists) {
    await page.goto(address);
    await ready(page);
    const link = page.getByRole("link", { name: "Export CSV" });
    const answer = await page.request.get((await link.getAttribute("href"))!);
    expect(answer.headers()["content-disposition"]).toContain(`${name}-20`);
    const lines = (await answer.text()).trim().split("\r\n");
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(text);
  }
  await page.goto(`/admin/audit-log?who=${admin.id}`);
  for (const said of ["Batches exported", "The list /batches?file=nov", "Email log exported", "Users exported"])
    await expect(page.getByRole("table")).toContainText(said);
});
