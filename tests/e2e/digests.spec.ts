import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { digests } from "@/db/schema/digests";
import { emails } from "@/db/schema/emails";
import { queueDueDigests } from "@/lib/views/digests/queueing";
import { createPayout, createView, type Organization } from "@/tests/support/factories";
import { startMailServer } from "@/tests/support/mail-server";
import { expect, ready, test } from "./portal";

/** What the organization's only digest says, as a mail server on loopback receives it once it is due. */
async function receivedDigest({ id: organizationId }: Organization): Promise<string> {
  await db
    .update(digests)
    .set({ dueAt: new Date(0) })
    .where(eq(digests.organizationId, organizationId));
  await queueDueDigests(100);
  const [email] = await db.select().from(emails).where(eq(emails.organizationId, organizationId));
  const server = await startMailServer();
  try {
    const send = ["--import", "tsx", "tests/e2e/send-letter.ts", organizationId, email!.id];
    await promisify(execFile)(process.execPath, send);
    return unquoted(server.received[0]!.raw);
  } finally {
    await server.close();
  }
}

/** Quoted-printable as text (RFC 2045); what is not ASCII does not matter here. */
const unquoted = (raw: string): string =>
  raw
    .replace(/=\r?\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

test("a view comes by email to a viewer who asks for it, with the numbers of its list; its link opens the list, and its button stops it", async ({
  page,
  browser,
  baseURL,
  organization,
  loginAs,
}) => {
  for (const amountMinor of [125_050n, 4_950n])
    await createPayout(organization, { status: "failed_to_process", amountMinor, currency: "EUR" });
  await createPayout(organization);
  const view = await createView(organization, { name: "Failed ones", query: "?group=failed" });
  await loginAs("viewer");
  await page.goto(`/payouts/views/${view.id}`);
  await ready(page);
  await page.getByLabel("How often").selectOption("Every Monday");
  await page.getByRole("button", { name: "Email it to me" }).click();
  await expect(page.getByText(/next on Monday, .* at 7:00/)).toBeVisible();

  const mail = await receivedDigest(organization);
  expect(mail).toMatch(/^Subject: Failed ones: 2 payouts\r?$/m);
  await page.goto(/https?:\/\/\S+\/payouts\?group=failed/.exec(mail)![0].replace(/[\])>"]+$/, ""));
  await expect(page.getByTestId("total")).toHaveText("2");
  const money = await page.getByRole("list", { name: "Money in this list" }).innerText();
  expect(mail).toContain(/[\d.,]+ EUR/.exec(money)![0]);

  // A person who reads the mail: nobody who is signed in, and without scripts.
  const reader = await browser.newContext({ baseURL, javaScriptEnabled: false });
  const stopping = await reader.newPage();
  const link = /https?:\/\/\S+\/digests\/stop\/[\w-]{43}/.exec(mail)![0];
  await stopping.goto(link);
  await expect(stopping.getByText("You get the view “Failed ones” by email.")).toBeVisible();
  expect(await db.$count(digests, eq(digests.organizationId, organization.id))).toBe(1);
  await stopping.getByRole("button", { name: "Stop these emails" }).click();
  await expect(stopping.getByRole("heading", { name: "These emails are stopped" })).toBeVisible();
  await stopping.goto(link);
  await expect(stopping.getByRole("heading", { name: "There is nothing to stop" })).toBeVisible();
  await reader.close();

  await page.goto(`/payouts/views/${view.id}`);
  await expect(page.getByRole("button", { name: "Email it to me" })).toBeVisible();
});
