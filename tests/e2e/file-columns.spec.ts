import { and, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { payouts } from "@/db/schema/payouts";
import { createColumn } from "@/tests/support/column-factory";
import { create, csv, uploadForReview } from "./batch-steps";
import { expect, ready, test } from "./portal";
import { pageOf } from "./redeem-world";

const file = csv(
  "claims.csv",
  [
    "recipient_name,email,amount,currency,reference,Claim Number,Phone",
    "Ada Byron,ada@example.com,10.00,USD,A-1,4711,555-0100",
    "Grace Hopper,grace@example.com,12.00,USD,A-2,4712,",
  ].join("\n"),
);

test("columns of a file that Meridian does not know are kept: named in the settings, shown, filtered, chosen, exported, and shown to the recipient", async ({
  page,
  organization,
  loginAs,
}) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await loginAs("admin");
  await uploadForReview(page, file);
  await expect(page.getByText("These columns of yours are kept with each payout: Claim Number, Phone.")).toBeVisible();
  await expect(page.getByRole("region", { name: "Who will be emailed" })).toContainText(
    "Claim Number 4711 · Phone 555-0100",
  );
  await create(page, "2 payouts");

  await page.goto("/admin/settings");
  await page.getByRole("link", { name: "Columns of your files" }).click();
  await ready(page);
  const claim = page.getByRole("listitem", { name: "Claim Number" });
  await claim.getByLabel("Name").fill("Claim");
  await claim.getByLabel("Place").fill("2");
  await claim.getByLabel("Shown to recipients").check();
  await claim.getByLabel("Personal").uncheck();
  await claim.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Saved: Claim." })).toBeVisible();
  await expect(page.getByRole("listitem", { name: /Claim Number|Phone/ })).toHaveText([/Phone/, /Claim/]);
  await expect(claim.getByLabel("Shown to recipients")).toBeChecked();

  await page.goto("/payouts");
  await ready(page);
  await page.getByRole("button", { name: "Filter and sort" }).click();
  await page.getByRole("group", { name: "Filter and sort" }).getByLabel("Claim", { exact: true }).fill("4711");
  await page.getByRole("button", { name: "Apply filters" }).click();
  await expect(page).toHaveURL(/[?&]x\.claim_number=4711$/);
  await expect(page.getByTestId("total")).toHaveText("1");
  await expect(page.getByText("Claim is “4711”")).toBeVisible();
  await page.getByRole("link", { name: "Save view" }).click();
  await expect(page.getByText("Claim is “4711”")).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill("One claim");
  await page.getByRole("button", { name: "Save view" }).click();
  await expect(page.getByText("Saved view: One claim")).toBeVisible();
  await page.goto("/payouts/views");
  await expect(page.getByRole("main").getByRole("listitem").filter({ hasText: "One claim" })).toContainText(
    "Claim is “4711”",
  );
  await page.goto("/payouts?x.claim_number=4711");
  await ready(page);
  await page.getByRole("link", { name: "Columns", exact: true }).click();
  await expect(page).toHaveURL(/\/payouts\/columns/);
  await page.getByLabel("Claim", { exact: true }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL("/payouts?x.claim_number=4711");
  await expect(page.getByRole("columnheader", { name: "Claim" })).toBeVisible();
  await expect(page.getByRole("row").nth(1)).toContainText("4711");
  const exported = await (await page.request.get("/payouts/export?x.claim_number=4711")).text();
  expect(exported).toMatch(/,Phone,Claim Number\r\n[^\r\n]*,555-0100,4711\r\n$/);
  await page.goto("/payouts?x.claim=4711");
  await expect(page.getByText("x.claim is not something this list can be filtered by")).toBeVisible();
  expect((await page.request.get("/payouts/export?x.claim=4711")).status()).toBe(400);

  const [payout] = await db
    .select()
    .from(payouts)
    .where(and(eq(payouts.organizationId, organization.id), eq(payouts.reference, "A-1")));
  await page.goto(`/payouts/${payout!.id}`);
  await expect(page.getByRole("link", { name: "4711", exact: true })).toHaveAttribute(
    "href",
    "/payouts?x.claim_number=4711",
  );
  const preview = page.waitForEvent("popup");
  await page.getByRole("link", { name: "Preview each in English" }).click();
  await expect(await preview).toHaveURL("/admin/settings/preview?in=en");
  await page.goto(pageOf(payout!));
  await expect(page.getByText("4711")).toBeVisible();
  await expect(page.getByText("555-0100")).toHaveCount(0);
});

test("the form of a refused row has a field for each column of your own, under your name for it; a secret is not kept", async ({
  page,
  organization,
  loginAs,
}) => {
  await loginAs("admin");
  await createColumn(organization, "Claim Number", { label: "Claim" });
  const text = [
    "recipient_name,email,amount,currency,reference,Claim Number,Login password",
    "Ada Byron,ada@example.com,10.00,USD,B-1,4711,hunter2",
    "Grace Hopper,grace@example,12.00,USD,B-2,4712,hunter3",
  ];
  await uploadForReview(page, csv("faulty.csv", text.join("\n")));
  await expect(page.getByText("The column Login password was not kept: it looks like a secret")).toBeVisible();
  await create(page, "1 payout");
  await page.getByRole("button", { name: "Repair line 3, B-2" }).click();
  const dialog = page.getByRole("dialog", { name: "Repair line 3" });
  const claim = dialog.getByLabel("Claim", { exact: true });
  await expect(claim).toHaveValue("4712");
  await claim.fill("4799");
  await dialog.getByLabel("Email").fill("grace@example.com");
  await expect(dialog.getByRole("status")).toContainText("Ready");
  await dialog.getByRole("button", { name: "Create this payout" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Created B-2" })).toBeVisible();
  const [repaired] = await db
    .select()
    .from(payouts)
    .where(and(eq(payouts.organizationId, organization.id), eq(payouts.reference, "B-2")));
  expect(repaired!.extra).toEqual({ claim_number: "4799" });
});
