import { and, eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { incomingText } from "@/lib/incoming-text";
import { db, isUniqueViolation, transaction, type Executor, type Tx } from "@/db/client";
import { organizations } from "@/db/schema/organizations";
import { retentions } from "@/db/schema/retentions";
import { assertAdmin, readingZone, systemActor, type Actor, type SystemActor } from "@/lib/actor";
import { DomainError } from "@/lib/errors";
import { recordEvents } from "@/lib/events";
import { readInput } from "@/lib/input";
import { databaseNow, formatTime, isTimeZone } from "@/lib/time";
import { recordChange } from "./change-event";
import { lastChangeOfSettings, versionedSettings } from "./queries";
import { settingNames, settingTable, settingText, type SettingName, type Settings } from "./table";

export const newOrganization = z.object({
  name: incomingText(
    z.string().min(1, "The organization needs a name.").max(200, "The name is longer than 200 characters."),
    { joiners: true },
  ),
  slug: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "The slug is made of a-z, 0-9 and hyphens, at most 63 of them."),
  timeZone: z.string().refine(isTimeZone, "The time zone is a name such as America/New_York."),
  supportEmail: incomingText(z.string().max(254)).pipe(
    z.email("The support email is where recipients write with questions, such as payouts@example.com."),
  ),
});

/**
 * Makes an organization and returns the system's actor for it. Only commands and the set-up of an empty installation
 * call this: nobody signed in can make another tenant.
 * @throws DomainError `invalid` when a field is wrong, `conflict` when the slug is taken
 */
export async function createOrganization(
  input: z.input<typeof newOrganization>,
  requestId: string,
  executor: Executor = db,
): Promise<SystemActor> {
  const organization = readInput(newOrganization, input);
  const id = uuidv7();
  try {
    await executor.insert(organizations).values({ id, ...organization, createdAt: await databaseNow(executor) });
  } catch (error) {
    if (isUniqueViolation(error, "organizations_slug"))
      throw new DomainError("conflict", `There is already an organization "${organization.slug}".`, "slug");
    throw error;
  }
  return systemActor(id, requestId);
}

/**
 * Saves the settings of the actor's organization and tells what was changed, from and to, in one event; nothing where
 * they are so already. One conditional UPDATE decides, so of two admins at once the second is refused.
 * @param seen the version that the admin saw
 * @returns the labels of what was changed
 * @throws DomainError `forbidden` for all but admins, `conflict` when somebody else saved in between, saying who
 */
export async function changeSettings(actor: Actor, settings: Settings, seen: number): Promise<string[]> {
  assertAdmin(actor);
  return transaction(async (tx) => {
    const before = await versionedSettings(actor, tx);
    const changed = differences(before.settings, settings);
    if (changed.length === 0) return [];
    const own = and(eq(organizations.id, actor.organizationId), eq(organizations.settingsVersion, seen));
    const set = { ...settings, ...(await settingsChangedBy(actor, tx)) };
    const [saved] =
      before.version === seen
        ? await tx.update(organizations).set(set).where(own).returning({ id: organizations.id })
        : [];
    if (!saved) {
      // Somebody was faster: perhaps with the same.
      const now = await versionedSettings(actor, tx);
      if (differences(now.settings, settings).length === 0) return [];
      throw new DomainError("conflict", await conflictWords(actor, tx));
    }
    await recordChange(
      tx,
      actor,
      changed.map((name) => [name, settingText(before.settings[name]), settingText(settings[name])]),
    );
    return changed.map((name) => settingTable[name].label);
  }, recountingDays);
}

/** A trigger counts the days of a new time zone anew, which takes longer than a page may where payouts are many. */
const recountingDays = { deadlineMs: 60_000 };

const differences = (before: Settings, after: Settings): SettingName[] =>
  settingNames.filter((name) => settingText(before[name]) !== settingText(after[name]));

const settingsChangedBy = async (actor: Actor, tx: Tx) => ({
  settingsVersion: sql`${organizations.settingsVersion} + 1`,
  settingsChangedAt: await databaseNow(tx),
  settingsChangedBy: actor.type === "user" ? actor.userId : null,
});

async function conflictWords(actor: Actor, executor: Executor): Promise<string> {
  const last = await lastChangeOfSettings(actor, executor);
  const who = last
    ? `${last.by} saved settings at ${formatTime(last.at, zoneOf(actor))}`
    : "Somebody else saved settings";
  return `Nothing was saved yet: ${who}, after you opened this page. What you have written is kept. Look at the differences, then save again.`;
}

const zoneOf = (actor: Actor) => (actor.type === "user" ? readingZone(actor) : "UTC");

const retention = z.number().int().min(3).max(1200).nullable();

/**
 * Sets after how many months old records of the actor's organization move to the archive; null stops it. What moved
 * already stays there. Repeated, it changes nothing. Only commands call this.
 * @returns whether it was set otherwise before
 * @throws DomainError `invalid` for less than 3 months: the Dashboard compares with what happened up to 63 days ago
 */
export async function setRetention(actor: SystemActor, months: number | null): Promise<boolean> {
  if (!retention.safeParse(months).success)
    throw new DomainError(
      "invalid",
      "The retention is a whole number of months from 3 to 1200. The Dashboard needs the records of the last 3 months.",
    );
  return transaction(async (tx) => {
    const own = eq(organizations.id, actor.organizationId);
    const [before] = await tx
      .select({ months: organizations.retentionMonths })
      .from(organizations)
      .where(own)
      .for("no key update");
    if (!before || before.months === months) return false;
    await tx.update(organizations).set({ retentionMonths: months }).where(own);
    const dueAt = months === null ? null : await databaseNow(tx);
    await tx
      .insert(retentions)
      .values({ organizationId: actor.organizationId, dueAt })
      .onConflictDoUpdate({ target: retentions.organizationId, set: { dueAt } });
    const data = { "retentionMonths.from": before.months, "retentionMonths.to": months };
    await recordEvents(tx, actor, [{ name: "organization.changed", occurredAt: await databaseNow(tx), data }]);
    return true;
  });
}
