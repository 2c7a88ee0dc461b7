import { afterEach, expect, test } from "vitest";
import { emailsHref, parseEmailList, type EmailFilter } from "@/lib/emails/filter";
import { countEmails, listEmails, payoutEmails, renderEmail } from "@/lib/emails/queries";
import { env } from "@/lib/env";
import { changeEmail } from "@/lib/payouts/mutations";
import { createEmail, createOrganization, createPayout, createUser } from "@/tests/support/factories";
import { useDatabase } from "@/tests/support/database";
import { tokenOf } from "@/tests/support/recipients";

useDatabase();
const at = { now: new Date("2026-11-20T12:00:00.000Z"), timeZone: "America/New_York" };
const ago = (ms: number) => new Date(at.now.getTime() - ms);

afterEach(() => {
  delete process.env.MERIDIAN_EMBEDDED_DATABASE;
  delete process.env.SMTP_URL;
});

async function organizationWithAdmin() {
  const organization = await createOrganization();
  return {
    organization,
    admin: (await createUser(organization)).actor,
    viewer: (await createUser(organization, { role: "viewer" })).actor,
  };
}

test("only admins can read the email log", async () => {
  const { organization, viewer } = await organizationWithAdmin();
  const email = await createEmail(await createPayout(organization));
  const refused = { code: "forbidden" };
  await expect(listEmails(viewer, { filter: {}, page: {} }, at)).rejects.toMatchObject(refused);
  await expect(countEmails(viewer, {}, at)).rejects.toMatchObject(refused);
  await expect(renderEmail(viewer, email.id)).rejects.toMatchObject(refused);
});

test("an email whose link ended with a change of address shows no link, even in the demo; the newer email does", async () => {
  process.env.MERIDIAN_EMBEDDED_DATABASE = "yes";
  const { organization, admin } = await organizationWithAdmin();
  const payout = await createPayout(organization);
  const old = await createEmail(payout, { queuedAt: ago(60_000) });
  const before = await renderEmail(admin, old.id);
  expect(before).toMatchObject({ withdrawn: false, link: expect.stringContaining("/redeem/") as string });
  await changeEmail(admin, payout.id, "new@example.com");
  const after = await renderEmail(admin, old.id);
  expect(after).toMatchObject({ withdrawn: true, link: null });
  const { rows } = await listEmails(admin, { filter: { to: "new@example.com" }, page: {} }, at);
  const made = await renderEmail(admin, rows[0]!.id);
  expect(made).toMatchObject({ withdrawn: false, link: expect.stringContaining("/redeem/") as string });
  expect(made.link).not.toBe(before.link);
  expect(after.letter!.text).not.toContain(made.link);
});

test("another organization's emails are not listed, counted, rendered or shown with a payout", async () => {
  const [{ admin }, other] = [await organizationWithAdmin(), await organizationWithAdmin()];
  const payout = await createPayout(other.organization);
  const email = await createEmail(payout);
  expect(await listEmails(admin, { filter: {}, page: {} }, at)).toEqual({
    rows: [],
    total: { count: 0, capped: false },
    previous: null,
    next: null,
  });
  await expect(renderEmail(admin, email.id)).rejects.toMatchObject({ code: "not_found" });
  await expect(renderEmail(admin, "not-an-id")).rejects.toMatchObject({ code: "not_found" });
  expect(await payoutEmails(admin, payout.id)).toEqual([]);
  expect(await payoutEmails(other.viewer, payout.id)).toMatchObject([{ id: email.id }]);
});

test("a filter finds its emails up to the exact edge of its window, and its count equals its list", async () => {
  const { organization, admin } = await organizationWithAdmin();
  const payout = async (recipientEmail: string) => createPayout(organization, { recipientEmail });
  const edge = await createEmail(await payout("Edge_100%@example.com"), {
    queuedAt: ago(86_400_000),
    status: "queued",
  });
  const past = await createEmail(await payout("edgeX100@example.com"), { queuedAt: ago(86_400_001) });
  const late = await createEmail(await payout("late@example.com"), {
    queuedAt: ago(5),
    status: "failed",
    lastError: "no",
  });
  const expected: [EmailFilter, string[]][] = [
    [{}, [late.id, edge.id, past.id]],
    [{ queued: "last-24h" }, [late.id, edge.id]],
    [{ status: "failed" }, [late.id]],
    [{ to: "EDGE" }, [edge.id, past.id]],
    [{ to: "edge_" }, [edge.id]],
    [{ to: "edge_100%" }, [edge.id]],
    [{ status: "queued", queued: "last-24h", to: "edge" }, [edge.id]],
  ];
  for (const [filter, ids] of expected) {
    const { rows, total } = await listEmails(admin, { filter, page: {} }, at);
    expect(rows.map(({ id }) => id)).toEqual(ids);
    expect(total).toEqual({ count: ids.length, capped: false });
  }
});

test("pages have no gaps and no repetitions, forward and back, even for emails of the same millisecond", async () => {
  const { organization, admin } = await organizationWithAdmin();
  for (let index = 0; index < 7; index++)
    await createEmail(await createPayout(organization), { queuedAt: ago(Math.floor(index / 3)) });
  const all = (await listEmails(admin, { filter: {}, page: {} }, at)).rows.map(({ id }) => id);
  const first = await listEmails(admin, { filter: {}, page: {} }, at, 3);
  const second = await listEmails(admin, { filter: {}, page: { after: first.next! } }, at, 3);
  const third = await listEmails(admin, { filter: {}, page: { after: second.next! } }, at, 3);
  expect([...first.rows, ...second.rows, ...third.rows].map(({ id }) => id)).toEqual(all);
  expect([first.previous, third.next]).toEqual([null, null]);
  const back = await listEmails(admin, { filter: {}, page: { before: third.previous! } }, at, 3);
  expect(back.rows).toEqual(second.rows);
  const start = await listEmails(admin, { filter: {}, page: { before: back.previous! } }, at, 3);
  expect([start.rows, start.previous]).toEqual([first.rows, null]);
});

test("a filter's address parses back to the same filter, and an unknown parameter is named", () => {
  const filter: EmailFilter = { status: "failed", queued: "last-7d", to: "a+b%@example.com" };
  const href = new URL(emailsHref(filter), "http://127.0.0.1");
  expect(parseEmailList(Object.fromEntries(href.searchParams))).toEqual({ ok: true, value: { filter, page: {} } });
  expect(parseEmailList({ state: "failed" })).toMatchObject({ ok: false, problems: [{ param: "state" }] });
  expect(parseEmailList({ status: "lost" })).toMatchObject({ ok: false, problems: [{ param: "status" }] });
});

test("staff can read a message as it is sent, but with its link masked", async () => {
  const { organization, admin } = await organizationWithAdmin();
  const payout = await createPayout(organization, { recipientName: "Zoë <i>Ångström</i>", amountMinor: 128_400n });
  const email = await createEmail(payout);
  const { letter, link } = await renderEmail(admin, email.id);
  expect(link).toBeNull();
  expect(letter).toMatchObject({
    messageId: `<${email.id}@meridian.example>`,
    replyTo: organization.supportEmail,
    to: { address: payout.recipientEmail },
  });
  expect(letter!.subject).toBe(`${organization.name} has a payout for you: 1,284.00 US dollars`);
  expect(letter!.text).toContain("Hello Zoë <i>Ångström</i>,");
  expect(letter!.html).toContain("Hello Zoë &lt;i&gt;Ångström&lt;/i&gt;,");
  for (const body of [letter!.html, letter!.text]) {
    expect(body).toContain(`${env().PORTAL_URL}/redeem/(hidden)`);
    expect(body).not.toContain(tokenOf(payout));
  }
});

test("the link is shown only in the demo, with the embedded database and no mail server", async () => {
  const { organization, admin } = await organizationWithAdmin();
  const payout = await createPayout(organization);
  const email = await createEmail(payout);
  process.env.MERIDIAN_EMBEDDED_DATABASE = "yes";
  const shown = await renderEmail(admin, email.id);
  expect(shown.link).toBe(`${env().PORTAL_URL}/redeem/${tokenOf(payout)}`);
  expect(shown.letter!.text).toContain(shown.link);
  process.env.SMTP_URL = "smtp://127.0.0.1:25";
  expect((await renderEmail(admin, email.id)).link).toBeNull();
});
