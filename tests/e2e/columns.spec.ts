import { createPayout } from "@/tests/support/factories";
import { expect, test } from "./portal";

test.use({ javaScriptEnabled: false, viewport: { width: 1440, height: 900 } });

test("each person chooses the columns of the payouts list and how close its rows stand, without scripts; the others, the export and the phone keep theirs", async ({
  page,
  organization,
  loginAs,
  anotherWindow,
}) => {
  for (const reference of ["CLM-1", "CLM-2"]) await createPayout(organization, { reference });
  await loginAs("viewer");
  await page.goto("/payouts?status=pending");
  const header = (name: string) => page.getByRole("columnheader", { name: new RegExp(`^${name}`) });
  const rowHeight = async () => (await page.getByRole("row").nth(1).boundingBox())!.height;
  await expect(header("Reference")).toBeVisible();
  const roomy = await rowHeight();
  await page.setViewportSize({ width: 390, height: 800 });
  const onPhone = await rowHeight();
  await page.setViewportSize({ width: 1440, height: 900 });

  await page.getByRole("link", { name: "Columns", exact: true }).click();
  await page.getByLabel("Reference").uncheck();
  await page.getByLabel("Created").uncheck();
  await page.getByLabel(/^Compact/).check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL("/payouts?status=pending");
  for (const gone of ["Reference", "Created"]) await expect(header(gone)).toHaveCount(0);
  for (const kept of ["Recipient", "Amount", "Status"]) await expect(header(kept)).toBeVisible();
  await expect(page.getByRole("table").getByText("CLM-1")).toHaveCount(0);
  expect(await rowHeight()).toBeLessThan(roomy - 8);
  const csv = await (await page.request.get("/payouts/export?status=pending")).text();
  expect(csv).toContain("CLM-1");
  await page.setViewportSize({ width: 390, height: 800 });
  expect(await rowHeight()).toBe(onPhone);

  const colleague = await anotherWindow("viewer");
  await colleague.page.goto("/payouts");
  await expect(colleague.page.getByRole("columnheader", { name: "Reference" })).toBeVisible();
});
