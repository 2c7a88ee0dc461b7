import { expect, test } from "vitest";
import { latestEmails } from "@/lib/emails/latest";
import { useDatabase } from "@/tests/support/database";
import { createEmail, createOrganization, createPayout, createUser } from "@/tests/support/factories";

useDatabase();

type Emailed = Parameters<typeof createEmail>[1];
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

/** What a list tells of a payout that was emailed these one after another, the last a minute ago. */
async function told(...emailed: NonNullable<Emailed>[]) {
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

test("a payout that was never emailed is not told of", async () => {
  expect(await told()).toBeUndefined();
});

test("while a reminder waits for its turn, the email that came back still tells that the recipient was not reached", async () => {
  expect(await told({ status: "bounced" }, { kind: "payout_reminder", status: "queued" })).toMatchObject({
    latest: { status: "queued" },
    reach: "bounced",
  });
  expect(await told({ status: "failed" }, { kind: "payout_reminder", status: "queued" })).toMatchObject({
    latest: { status: "queued" },
    reach: "failed",
  });
});

test("an email that left afterwards tells that the recipient is reached", async () => {
  expect(await told({ status: "bounced" }, { status: "sent" })).toMatchObject({
    latest: { status: "sent" },
    reach: "sent",
  });
});

test("a reminder that left by itself does not outdo an email that came back, whichever of the two was first; one sent again on purpose does", async () => {
  const reminder = { kind: "payout_reminder", status: "sent" } as const;
  expect(await told({ status: "bounced" }, reminder)).toMatchObject({ latest: { status: "sent" }, reach: "bounced" });
  expect(await told({ status: "bounced" }, reminder, { status: "sent" }, { ...reminder, ordinal: 4 })).toMatchObject({
    reach: "sent",
  });
  expect(await told({ status: "failed" }, reminder)).toMatchObject({ reach: "sent" });
});

test("an email that was not needed any more tells nothing about the address", async () => {
  expect(await told({ status: "sent" }, { status: "skipped" }, { status: "queued" })).toMatchObject({ reach: "sent" });
});

test("what became of emails to an address that was changed since tells nothing about the new one", async () => {
  expect(await told({ status: "bounced", toEmail: "old@example.com" }, { status: "queued" })).toMatchObject({
    latest: { status: "queued" },
    reach: null,
  });
});

test("emails of another organization are never told of", async () => {
  const payout = await createPayout(await createOrganization());
  await createEmail(payout);
  expect(await latestEmails((await createUser(await createOrganization())).actor, [payout])).toEqual(new Map());
});
