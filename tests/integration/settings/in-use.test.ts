import { eq } from "drizzle-orm";
import sharp from "sharp";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { payouts } from "@/db/schema/payouts";
import { queueTestEmail } from "@/lib/emails/to-users/settings-test";
import { sampleLetter } from "@/lib/emails/render";
import { env } from "@/lib/env";
import { foldPayoutCounts } from "@/lib/payouts/counts/fold";
import { payoutCountDifferences } from "@/lib/payouts/counts/rebuild";
import { summarizePayouts } from "@/lib/payouts/counts/summarize";
import { resendPayout } from "@/lib/payouts/mutations";
import { payoutOfLink } from "@/lib/redemptions/queries";
import { sampleRecipientPayout } from "@/lib/redemptions/sample";
import { readLogo } from "@/lib/settings/logo-image";
import { changeLogo, organizationLogo } from "@/lib/settings/logos";
import { changeSettings } from "@/lib/settings/mutations";
import { previewedSettings } from "@/lib/settings/preview";
import { versionedSettings } from "@/lib/settings/queries";
import { settingTexts, type Settings } from "@/lib/settings/table";
import { databaseNow } from "@/lib/time";
import { useDatabase } from "@/tests/support/database";
import { createEmail, createOrganization, createPayout, createUser } from "@/tests/support/factories";
import { deliverAll, mailServer } from "@/tests/support/outbox";
import { tokenOf } from "@/tests/support/recipients";
import { atOnce, refused } from "@/tests/support/twenty";

useDatabase();

const setUp = async () => {
  const organization = await createOrganization({ name: "Acme & Sons", supportEmail: "help@example.com" });
  const { actor } = await createUser(organization);
  const change = async (changes: Partial<Settings>) => {
    const { settings, version } = await versionedSettings(actor);
    await changeSettings(actor, { ...settings, ...changes }, version);
  };
  return { organization, actor, change };
};
const logoOf = async (width: number, height: number) =>
  readLogo(
    await sharp({ create: { width, height, channels: 3, background: "#7f1d1d" } })
      .png()
      .toBuffer(),
  );
const unfolded = (raw: string) => raw.replace(/=\r\n/g, "").replaceAll("=3D", "=");

test("emails name the reply-to address, or the support email where there is none", async () => {
  const server = await mailServer();
  const { organization, change } = await setUp();
  const payout = await createPayout(organization);
  await createEmail(payout, { status: "queued", sentAt: null });
  await deliverAll();
  await change({ replyTo: "answers@example.com" });
  await createEmail(payout, { status: "queued", sentAt: null, kind: "payout_resent", ordinal: 1 });
  await deliverAll();
  expect(server.received.map(({ raw }) => /^Reply-To: (.+)\r?$/im.exec(raw)?.[1]?.trim())).toEqual([
    "help@example.com",
    "answers@example.com",
  ]);
});

test("emails show the logo by its address, with its size and the name in its place, and their text does without", async () => {
  const server = await mailServer();
  const { organization, actor } = await setUp();
  await changeLogo(actor, await logoOf(400, 80), "");
  const { logo } = await organizationLogo(actor);
  await createEmail(await createPayout(organization), { status: "queued", sentAt: null });
  await deliverAll();
  const raw = unfolded(server.received[0]!.raw);
  const [image, ...others] = raw.match(/<img[^>]*>/g)!;
  expect(others).toEqual([]);
  expect(image).toContain(`src="${env().PORTAL_URL}${logo!.path}"`);
  expect(image).toContain('width="200"');
  expect(image).toContain('height="40"');
  expect(image).toContain('alt="Acme &amp; Sons"');
  const text = raw.slice(raw.indexOf("text/plain"), raw.indexOf("text/html"));
  expect(text).not.toContain(logo!.path);
  expect((await payoutOfLink(tokenOf(await createPayout(organization))))!.logo).toEqual(logo);
});

test("an admin gets a test with the saved settings, one a minute also when twenty are asked for at once", async () => {
  const server = await mailServer();
  const { organization, actor, change } = await setUp();
  await change({ replyTo: "answers@example.com" });
  const { done, refusals } = await atOnce(Array.from({ length: 20 }, () => queueTestEmail(actor)));
  // The minute may turn while they ask.
  expect(done.length).toBeLessThanOrEqual(2);
  expect(new Set(refusals.map(({ code }) => code))).toEqual(new Set(["rate_limited"]));
  const { actor: viewer } = await createUser(organization, { role: "viewer" });
  expect(await refused(queueTestEmail(viewer))).toMatchObject({ code: "forbidden" });
  await deliverAll();
  const { to, raw } = server.received[0]!;
  expect(to).toBe(actor.email);
  expect(raw).toMatch(/^Reply-To: answers@example.com\r?$/m);
  expect(raw).toMatch(/^Subject: Test: Acme & Sons has a payout for you: 123.45 US dollars/m);
  expect(unfolded(raw)).toContain("SAMPLE-0001");
});

test("the preview is written with the values of the form, and the sample is marked as one", async () => {
  const { organization, actor } = await setUp();
  const { settings } = await versionedSettings(actor);
  const { secondFactorRequired: _, ...texts } = settingTexts(settings);
  const sent = { ...texts, name: "Other", brandColor: "#ffd400", replyTo: "x@example.com", timeZone: "Asia/Tokyo" };
  const previewed = await previewedSettings(actor, { ...sent, payoutLifetimeDays: "zero" });
  expect(previewed.unread).toEqual(["Payout lifetime"]);
  const now = new Date("2026-11-28T12:00:00Z");
  const payout = sampleRecipientPayout(previewed.settings, previewed.logo, now);
  expect(payout).toMatchObject({ organizationName: "Other", brandColor: "#ffd400", timeZone: "Asia/Tokyo" });
  const letter = await sampleLetter(
    { ...previewed.settings, logo: null },
    { kind: "payout_sent", language: "en", expiresAt: payout.expiresAt },
  );
  expect(letter).toMatchObject({ replyTo: "x@example.com", subject: "Other has a payout for you: 123.45 US dollars" });
  for (const words of ["SAMPLE-0001", "Sample Recipient", "GMT+9"]) expect(letter.text).toContain(words);
  expect(letter.html).toContain("#ffd400");
  expect((await versionedSettings(actor)).settings.name).toBe("Acme & Sons");
  const { actor: viewer } = await createUser(organization, { role: "viewer" });
  expect(await refused(previewedSettings(viewer, {}))).toMatchObject({ code: "forbidden" });
});

test("the limits of resends hold as they are set, also for payouts already sent, and each refusal names them", async () => {
  const { organization, actor, change } = await setUp();
  const minutesAgo = (minutes: number) => ({ lastEmailedAt: new Date(Date.now() - minutes * 60_000) });
  const payout = await createPayout(organization, { ...minutesAgo(15), resendCount: 5, createdAt: new Date(0) });
  const resend = () => refused(resendPayout(actor, payout.id));
  expect((await resend())?.message).toContain("5 times, which is the most");
  await change({ resendLimit: 7, resendWaitMinutes: 20 });
  expect((await resend())?.message).toContain("less than 20 minutes old");
  await change({ resendWaitMinutes: 14 });
  expect(await resend()).toBeUndefined();
  await db.update(payouts).set(minutesAgo(15)).where(eq(payouts.id, payout.id));
  expect(await resend()).toBeUndefined();
  await db.update(payouts).set(minutesAgo(15)).where(eq(payouts.id, payout.id));
  expect(await resend()).toMatchObject({ code: "rate_limited", message: expect.stringContaining("7 times") });
});

test("numbers stay right when the time zone changes, though what changed just now is not folded yet", async () => {
  const { organization, actor, change } = await setUp();
  const completed = (hours: number) =>
    createPayout(organization, { status: "completed", statusChangedAt: new Date(Date.now() - hours * 3_600_000) });
  for (let hours = 1; hours < 72; hours += 7) await completed(hours);
  while ((await foldPayoutCounts(1_000)) > 0);
  await completed(50);
  const now = await databaseNow(db);
  const total = async (timeZone: string) =>
    (await summarizePayouts(actor, { all: { changed: "last-30d" } }, { now, timeZone })).all.count;
  const before = await total(organization.timeZone);
  await change({ timeZone: "Asia/Kolkata" });
  expect([await total("Asia/Kolkata"), await payoutCountDifferences(organization.id)]).toEqual([before, []]);
  while ((await foldPayoutCounts(1_000)) > 0);
  expect([await total("Asia/Kolkata"), await payoutCountDifferences(organization.id)]).toEqual([before, []]);
});
