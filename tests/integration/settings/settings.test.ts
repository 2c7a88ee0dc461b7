import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { events } from "@/db/schema/events";
import { changeWords } from "@/lib/audit/words";
import { settingsForm, settingsMark, type Settings } from "@/lib/settings/fields";
import { changeSettings } from "@/lib/settings/mutations";
import { organizationSettings } from "@/lib/settings/queries";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createUser } from "@/tests/support/factories";
import { atOnce, refused, twentyAdmins } from "@/tests/support/twenty";

useDatabase();

const eventsOf = (organizationId: string) => db.select().from(events).where(eq(events.organizationId, organizationId));
const setUp = async () => {
  const organization = await createOrganization({ supportEmail: "help@example.com" });
  const { actor } = await createUser(organization);
  const settings = await organizationSettings(actor);
  return { organization, actor, settings, seen: settingsMark(settings) };
};
const wanted: Settings = {
  brandColor: "#0b6840",
  supportEmail: "payouts@example.com",
  payoutLifetimeDays: 45,
  reminderDays: [14, 2],
  verificationLimit: 3,
};

test("saved settings take effect, and one event has the old and new value of each changed field", async () => {
  const { organization, actor, settings, seen } = await setUp();
  expect(await changeSettings(actor, { ...settings, brandColor: wanted.brandColor, reminderDays: [] }, seen)).toEqual([
    "Brand color",
    "Reminder days",
  ]);
  expect(await organizationSettings(actor)).toEqual({ ...settings, brandColor: "#0b6840", reminderDays: [] });
  const [event, ...others] = await eventsOf(organization.id);
  expect(others).toEqual([]);
  expect(event).toMatchObject({
    name: "organization.changed",
    actorUserId: actor.userId,
    data: {
      "brandColor.from": "#1d4ed8",
      "brandColor.to": "#0b6840",
      "reminderDays.from": "7, 3, 1",
      "reminderDays.to": "",
    },
  });
  expect(changeWords({ ...event!, fromStatus: null, toStatus: null }, "UTC")).toBe(
    "Brand color: #1d4ed8 → #0b6840; Reminder days: 7, 3, 1 → none",
  );
});

test("saving unchanged settings changes nothing and records nothing", async () => {
  const { organization, actor, settings, seen } = await setUp();
  expect(await changeSettings(actor, settings, seen)).toEqual([]);
  expect(await changeSettings(actor, settings, "an older state")).toEqual([]);
  expect(await eventsOf(organization.id)).toEqual([]);
});

test("when twenty admins save the same at once there is one change and one event, and nobody is refused", async () => {
  const { organization, seen } = await setUp();
  const admins = await twentyAdmins(organization);
  const { done, refusals } = await atOnce(admins.map(({ actor }) => changeSettings(actor, wanted, seen)));
  expect(refusals).toEqual([]);
  expect(done.filter((changed) => changed.length > 0)).toHaveLength(1);
  expect(await eventsOf(organization.id)).toHaveLength(1);
  expect(await organizationSettings(admins[0]!.actor)).toEqual(wanted);
});

test("when two admins save different values from one page, the second is refused and overwrites nothing", async () => {
  const { organization, settings, seen } = await setUp();
  const [one, other] = await twentyAdmins(organization);
  const { done, refusals } = await atOnce([
    changeSettings(one!.actor, { ...settings, supportEmail: "one@example.com" }, seen),
    changeSettings(other!.actor, { ...settings, verificationLimit: 9 }, seen),
  ]);
  expect(done).toHaveLength(1);
  expect(refusals).toMatchObject([
    { code: "conflict", message: expect.stringContaining("somebody else has changed the settings meanwhile") },
  ]);
  expect(await eventsOf(organization.id)).toHaveLength(1);
});

test("a viewer cannot save settings, and an admin cannot change those of another organization", async () => {
  const { organization, actor, settings, seen } = await setUp();
  const viewer = await createUser(organization, { role: "viewer" });
  expect(await refused(changeSettings(viewer.actor, wanted, seen))).toMatchObject({ code: "forbidden" });
  const stranger = await setUp();
  await changeSettings(stranger.actor, wanted, stranger.seen);
  expect(await organizationSettings(actor)).toEqual(settings);
  expect(await eventsOf(organization.id)).toEqual([]);
});

describe("a form", () => {
  const typed = {
    brandColor: "#0B6840",
    supportEmail: " payouts@example.com ",
    payoutLifetimeDays: "45",
    reminderDays: "2, 14,2",
    verificationLimit: "3",
  };

  test("gives values that the database can store, up to every limit", async () => {
    const { actor, seen } = await setUp();
    expect(settingsForm.parse(typed)).toEqual(wanted);
    const extremes = {
      brandColor: "#000000",
      supportEmail: "a@b.co",
      payoutLifetimeDays: "730",
      reminderDays: "60 59 58 57 1",
      verificationLimit: "20",
    };
    const settings = settingsForm.parse(extremes);
    await changeSettings(actor, settings, seen);
    expect(await organizationSettings(actor)).toEqual(settings);
  });

  test.each(["", "none", " None "])("with reminders %j turns them off", (reminderDays) => {
    expect(settingsForm.parse({ ...typed, reminderDays }).reminderDays).toEqual([]);
  });

  test.each([
    ["brandColor", "blue"],
    ["brandColor", "#12345"],
    ["brandColor", "#1d4ed8;x"],
    ["supportEmail", "payouts@"],
    ["supportEmail", ""],
    ["payoutLifetimeDays", "0"],
    ["payoutLifetimeDays", "731"],
    ["payoutLifetimeDays", "1.5"],
    ["reminderDays", "7, 0"],
    ["reminderDays", "61"],
    ["reminderDays", "seven"],
    ["reminderDays", "6,5,4,3,2,1"],
    ["verificationLimit", "21"],
    ["verificationLimit", ""],
  ])("with %s %j is refused with a message that names the field", (field, value) => {
    const { error } = settingsForm.safeParse({ ...typed, [field]: value });
    expect(error?.issues.map(({ path }) => path)).toEqual([[field]]);
    expect(error?.issues[0]?.message).toMatch(/^(?:Write|This is not) .*\.$/);
  });
});
