import { eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { incomingText } from "@/lib/incoming-text";
import { db, isUniqueViolation, transaction } from "@/db/client";
import { organizations } from "@/db/schema/organizations";
import { retentions } from "@/db/schema/retentions";
import { assertAdmin, systemActor, type Actor, type SystemActor } from "@/lib/actor";
import { DomainError } from "@/lib/errors";
import { recordEvents } from "@/lib/events";
import { readInput } from "@/lib/input";
import { databaseNow } from "@/lib/time";
import { reminderText, settingLabels, settingsMark, type Settings } from "./fields";
import { organizationSettings } from "./queries";

const isTimeZone = (name: string) => {
  try {
    return Boolean(new Intl.DateTimeFormat("en-US", { timeZone: name }));
  } catch {
    return false;
  }
};

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
 * Makes an organization and returns the system's actor for it. Only commands call this: nobody signed in can make
 * another tenant.
 * @throws DomainError `invalid` when a field is wrong, `conflict` when the slug is taken
 */
export async function createOrganization(
  input: z.input<typeof newOrganization>,
  requestId: string,
): Promise<SystemActor> {
  const organization = readInput(newOrganization, input);
  const id = uuidv7();
  try {
    await db.insert(organizations).values({ id, ...organization, createdAt: await databaseNow(db) });
  } catch (error) {
    if (isUniqueViolation(error, "organizations_slug"))
      throw new DomainError("conflict", `There is already an organization "${organization.slug}".`, "slug");
    throw error;
  }
  return systemActor(id, requestId);
}

/**
 * Saves the settings of the actor's organization and tells what was changed, from and to, in one event; nothing where
 * they are so already.
 * @param seen `settingsMark` of the state that the admin saw, so that nobody overwrites what another admin has just
 * saved
 * @returns the names of what was changed
 * @throws DomainError `forbidden` for all but admins, `conflict` when somebody else saved in between
 */
export async function changeSettings(actor: Actor, settings: Settings, seen: string): Promise<string[]> {
  assertAdmin(actor);
  return transaction(async (tx) => {
    const own = eq(organizations.id, actor.organizationId);
    await tx.select({ id: organizations.id }).from(organizations).where(own).for("no key update");
    const before = await organizationSettings(actor, tx);
    const changed = (Object.keys(settingLabels) as (keyof Settings)[]).filter(
      (key) => told(before, key) !== told(settings, key),
    );
    if (changed.length === 0) return [];
    if (settingsMark(before) !== seen) {
      throw new DomainError(
        "conflict",
        "Nothing was saved: somebody else has changed the settings meanwhile. They are shown as they are now; make your change again.",
      );
    }
    await tx.update(organizations).set(settings).where(own);
    const data = Object.fromEntries(
      changed.flatMap((key) => [
        [`${key}.from`, told(before, key)],
        [`${key}.to`, told(settings, key)],
      ]),
    );
    await recordEvents(tx, actor, [{ name: "organization.changed", occurredAt: await databaseNow(tx), data }]);
    return changed.map((key) => settingLabels[key]);
  });
}

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

const told = (settings: Settings, key: keyof Settings): string | number =>
  key === "reminderDays" ? reminderText(settings.reminderDays) : settings[key];
