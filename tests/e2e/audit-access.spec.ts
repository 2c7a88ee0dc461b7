import { createBatch, createRefusedRow } from "@/tests/support/factories";
import { expect, test } from "./portal";
import { callAction, findAction } from "./server-actions";

test("the audit log says who was denied access, who signed out, and who took which data out of the portal", async ({
  page,
  organization,
  loginAs,
  anotherWindow,
}) => {
  const batch = await createBatch(organization, { refusedCount: 1 });
  await createRefusedRow(batch);
  const viewer = await anotherWindow("viewer");
  const asked = viewer.page.context().request;
  expect((await asked.get("/payouts/export?group=failed")).status()).toBe(200);
  expect((await asked.get(`/batches/${batch.id}/refused`)).status()).toBe(200);
  expect((await asked.get("/admin/users")).status()).toBe(403);
  expect((await asked.get("/admin/audit-log/export")).status()).toBe(403);
  expect((await callAction(asked, findAction("changeRole"), {})).result).toMatchObject({ code: "forbidden" });
  expect((await callAction(asked, findAction("signOutAction"), {})).redirect).toBe("/sign-in");
  const admin = await loginAs("admin");
  await page.goto("/admin/audit-log?what=user.denied");
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByText("Export CSV").click()]);
  expect(file.suggestedFilename()).toMatch(/^audit-log-\d{4}-\d\d-\d\d\.csv$/);
  for (const [what, label, words] of [
    ["user.denied", "Access denied", "Asked for /admin/users, which is for admins"],
    ["user.signed_out", "Signed out", ""],
    ["payouts.exported", "Payouts exported", "The list /payouts?group=failed"],
    ["refused_rows.downloaded", "Refused rows downloaded", batch.fileName],
    ["audit_log.exported", "Audit log exported", "The list /admin/audit-log?what=user.denied"],
  ] as const) {
    await page.goto(`/admin/audit-log?what=${what}`);
    const row = page.getByRole("row").filter({ hasText: label });
    await expect(row).toHaveCount(1);
    await expect(row).toContainText(what === "audit_log.exported" ? admin.name : viewer.user.name);
    await expect(row).toContainText(words);
    await expect(row).toContainText(/ on \w+, 127\.0\.0\.1/);
  }
});
