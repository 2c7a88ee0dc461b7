import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { events } from "@/db/schema/events";
import { changeWords } from "@/lib/audit/words";
import { changeSettings } from "@/lib/settings/mutations";
import { versionedSettings } from "@/lib/settings/queries";
import { ownWordsNames, type OwnWords } from "@/lib/settings/own-words";
import { settingNames, settingTable, type SettingName, type Settings } from "@/lib/settings/table";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createUser } from "@/tests/support/factories";
import { atOnce, refused, twentyAdmins } from "@/tests/support/twenty";

useDatabase();

const eventsOf = (organizationId: string) => db.select().from(events).where(eq(events.organizationId, organizationId));
const setUp = async () => {
  const organization = await createOrganization({ name: "Acme", supportEmail: "help@example.com" });
  const { actor } = await createUser(organization, { name: "Grace Hopper" });
  return { organization, actor, ...(await versionedSettings(actor)) };
};
/** Another value of every setting than the one that an organization begins with. */
const wanted: Settings = {
  ...(Object.fromEntries(ownWordsNames.map((name) => [name, `${name}: {organization}`])) as OwnWords),
  defaultLanguage: "es",
  name: "Acme Ltd",
  supportEmail: "payouts@example.com",
  replyTo: "answers@example.com",
  timeZone: "Europe/Oslo",
  brandColor: "#0b6840",
  payoutLifetimeDays: 45,
  reminderDays: [14, 2],
  verificationLimit: 3,
  resendLimit: 2,
  resendWaitMinutes: 60,
  erasureWaitDays: 90,
  fileDays: 60,
  sessionIdleMinutes: 15,
  sessionMinutes: 1_440,
  secondFactorRequired: true,
};
const settingsNow = async (actor: Parameters<typeof versionedSettings>[0]) => (await versionedSettings(actor)).settings;

test.each(settingNames)(
  "a change of %s is saved, and its event has the old and the new value",
  async (name: SettingName) => {
    const { organization, actor, settings, version } = await setUp();
    const changed = { ...settings, [name]: wanted[name] };
    expect(await changeSettings(actor, changed, version)).toEqual([settingTable[name].label]);
    expect(await versionedSettings(actor)).toEqual({ version: version + 1, settings: changed });
    const [event, ...others] = await eventsOf(organization.id);
    expect(others).toEqual([]);
    expect(event).toMatchObject({ name: "organization.changed", actorUserId: actor.userId });
    expect(Object.keys(event!.data!).sort()).toEqual([`${name}.from`, `${name}.to`]);
    expect(changeWords({ ...event!, fromStatus: null, toStatus: null }, "UTC")).toContain(
      `${settingTable[name].label}: `,
    );
  },
);

test("the event tells every change in the words of the form", async () => {
  const { organization, actor, settings, version } = await setUp();
  await changeSettings(actor, { ...settings, brandColor: wanted.brandColor, reminderDays: [] }, version);
  const [event] = await eventsOf(organization.id);
  expect(changeWords({ ...event!, fromStatus: null, toStatus: null }, "UTC")).toBe(
    "Brand color: #1d4ed8 → #0b6840; Reminder days: 7, 3, 1 → none",
  );
});

test("saving unchanged settings changes nothing and records nothing, also from an older page", async () => {
  const { organization, actor, settings, version } = await setUp();
  expect(await changeSettings(actor, settings, version)).toEqual([]);
  expect(await changeSettings(actor, settings, version - 1)).toEqual([]);
  expect(await eventsOf(organization.id)).toEqual([]);
});

test("the database takes every bound of every number, and the form none beyond", async () => {
  const { actor, settings, version } = await setUp();
  let seen = version;
  for (const end of ["least", "most"] as const) {
    const bounds = settingNames.flatMap((name) => {
      const { kind } = settingTable[name];
      return kind.is === "number" ? [[name, kind[end]]] : [];
    });
    await changeSettings(actor, { ...settings, ...Object.fromEntries(bounds) }, seen++);
    expect(await settingsNow(actor)).toMatchObject(Object.fromEntries(bounds));
  }
});

test("when twenty admins save the same at once there is one change and one event, and nobody is refused", async () => {
  const { organization, version } = await setUp();
  const admins = await twentyAdmins(organization);
  const { done, refusals } = await atOnce(admins.map(({ actor }) => changeSettings(actor, wanted, version)));
  expect(refusals).toEqual([]);
  expect(done.filter((changed) => changed.length > 0)).toHaveLength(1);
  expect(await eventsOf(organization.id)).toHaveLength(1);
  expect(await settingsNow(admins[0]!.actor)).toEqual(wanted);
});

test("when twenty admins save different values from one page, one does, and the others are refused and told who", async () => {
  const { organization, settings, version } = await setUp();
  const admins = await twentyAdmins(organization);
  const { done, refusals } = await atOnce(
    admins.map(({ actor }, index) => changeSettings(actor, { ...settings, payoutLifetimeDays: 100 + index }, version)),
  );
  expect(done).toHaveLength(1);
  expect(refusals).toHaveLength(19);
  const [event, ...others] = await eventsOf(organization.id);
  expect(others).toEqual([]);
  const winner = admins.find(({ id }) => id === event!.actorUserId)!;
  for (const { code, message } of refusals) {
    expect(code).toBe("conflict");
    expect(message).toContain(`${winner.name} saved settings at `);
  }
  expect(String((await settingsNow(admins[0]!.actor)).payoutLifetimeDays)).toBe(event!.data!["payoutLifetimeDays.to"]);
});

test("who was refused saves on top of what the other one did, once they have seen it", async () => {
  const { organization, actor, settings, version } = await setUp();
  const other = (await createUser(organization)).actor;
  await changeSettings(actor, { ...settings, verificationLimit: 9 }, version);
  const mine = { ...settings, payoutLifetimeDays: 90 };
  expect(await refused(changeSettings(other, mine, version))).toMatchObject({
    code: "conflict",
    message: expect.stringContaining("Grace Hopper saved settings at"),
  });
  await changeSettings(other, { ...mine, verificationLimit: 9 }, version + 1);
  expect(await settingsNow(actor)).toEqual({ ...settings, verificationLimit: 9, payoutLifetimeDays: 90 });
});

test("a viewer cannot save settings, and an admin cannot change those of another organization", async () => {
  const { organization, actor, settings, version } = await setUp();
  const viewer = await createUser(organization, { role: "viewer" });
  expect(await refused(changeSettings(viewer.actor, wanted, version))).toMatchObject({ code: "forbidden" });
  const stranger = await setUp();
  await changeSettings(stranger.actor, wanted, stranger.version);
  expect(await settingsNow(actor)).toEqual(settings);
  expect(await eventsOf(organization.id)).toEqual([]);
});
