import { expect, test } from "vitest";
import { latestEmails } from "@/lib/emails/latest";
import { useDatabase } from "@/tests/support/database";
import { createEmail, createOrganization, createPayout, createUser } from "@/tests/support/factories";

useDatabase();

type Emailed = Parameters<typeof createEmail>[1];
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

/** What a list shows for a payout with these emails, one after another, the last a minute ago. */
async function latestAfter(...emailed: NonNullable<Emailed>[]) {
  const organization = await createOrganization();
  const payout = await createPayout(organization, { recipientEmail: "ada@example.com" });
  for (const [ordinal, email] of emailed.entries())
    await createEmail(payout, {
      kind: "payout_resent",
      ordinal,
      queuedAt: minutesAgo(emailed.length - ordinal),
      ...email,
    });
  return (await latestEmails((await createUser(organization)).actor, [payout])).get(payout.id);
}

test("a payout that was never emailed has no latest email", async () => {
  expect(await latestAfter()).toBeUndefined();
});

test("a recipient who was not reached stays shown so while a reminder is queued", async () => {
  expect(await latestAfter({ status: "bounced" }, { kind: "payout_reminder", status: "queued" })).toMatchObject({
    latest: { status: "queued" },
    reach: "bounced",
  });
  expect(await latestAfter({ status: "failed" }, { kind: "payout_reminder", status: "queued" })).toMatchObject({
    latest: { status: "queued" },
    reach: "failed",
  });
});

test("a recipient is shown as reached once a later email was sent", async () => {
  expect(await latestAfter({ status: "bounced" }, { status: "sent" })).toMatchObject({
    latest: { status: "sent" },
    reach: "sent",
  });
});

test("a sent reminder does not clear a bounce, but a later email sent on purpose does", async () => {
  const reminder = { kind: "payout_reminder", status: "sent" } as const;
  expect(await latestAfter({ status: "bounced" }, reminder)).toMatchObject({
    latest: { status: "sent" },
    reach: "bounced",
  });
  expect(
    await latestAfter({ status: "bounced" }, reminder, { status: "sent" }, { ...reminder, ordinal: 4 }),
  ).toMatchObject({
    reach: "sent",
  });
  expect(await latestAfter({ status: "failed" }, reminder)).toMatchObject({ reach: "sent" });
});

test("an email that was no longer needed says nothing about the address", async () => {
  expect(await latestAfter({ status: "sent" }, { status: "skipped" }, { status: "queued" })).toMatchObject({
    reach: "sent",
  });
});

test("emails to an earlier address say nothing about the new one", async () => {
  expect(await latestAfter({ status: "bounced", toEmail: "old@example.com" }, { status: "queued" })).toMatchObject({
    latest: { status: "queued" },
    reach: null,
  });
});

test("emails of another organization are never included", async () => {
  const payout = await createPayout(await createOrganization());
  await createEmail(payout);
  expect(await latestEmails((await createUser(await createOrganization())).actor, [payout])).toEqual(new Map());
});
