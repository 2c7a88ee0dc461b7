import { and, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { payouts } from "@/db/schema/payouts";
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
  await page.goto(pageOf(payout!));
  await expect(page.getByText("4711")).toBeVisible();
  await expect(page.getByText("555-0100")).toHaveCount(0);
});
