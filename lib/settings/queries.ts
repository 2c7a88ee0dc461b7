import { and, asc, eq } from "drizzle-orm";
import { db, keepingPlans, type Executor } from "@/db/client";
import { organizations } from "@/db/schema/organizations";
import { users } from "@/db/schema/users";
import { systemActor, type Actor, type SystemActor } from "@/lib/actor";
import { DomainError } from "@/lib/errors";
import { settingNames, type SettingName, type Settings } from "./table";

/**
 * The system's actor for the organization a command names. Only commands call this.
 * @throws DomainError `not_found`, naming the organizations there are
 */
export async function organizationActor(slug: string, requestId: string): Promise<SystemActor> {
  const [found] = await db.select({ id: organizations.id }).from(organizations).where(eq(organizations.slug, slug));
  if (found) return systemActor(found.id, requestId);
  const all = await db
    .select({ slug: organizations.slug })
    .from(organizations)
    .orderBy(asc(organizations.slug))
    .limit(20);
  throw new DomainError(
    "not_found",
    `There is no organization "${slug}". There are: ${all.map((one) => one.slug).join(", ") || "none; npm run organization makes one"}.`,
  );
}

/** The settings of the actor's organization, as they stand now. */
export const organizationSettings = async (actor: Actor, executor: Executor = db): Promise<Settings> =>
  (await versionedSettings(actor, executor)).settings;

const { settingsVersion: version } = organizations;
const columns = Object.fromEntries(settingNames.map((name) => [name, organizations[name]])) as {
  [Name in SettingName]: (typeof organizations)[Name];
};

/** The same with their version, which a form sends to say which state it was filled in from. */
export async function versionedSettings(
  actor: Actor,
  executor: Executor = db,
): Promise<{ version: number; settings: Settings }> {
  const [found] = await keepingPlans(executor)
    .select({ version, settings: columns })
    .from(organizations)
    .where(eq(organizations.id, actor.organizationId));
  return found!;
}

/** Who changed the settings last, and when; null before the first change. */
export async function lastChangeOfSettings(
  actor: Actor,
  executor: Executor = db,
): Promise<{ by: string; at: Date } | null> {
  const [found] = await executor
    .select({ by: users.name, at: organizations.settingsChangedAt })
    .from(organizations)
    .leftJoin(users, and(eq(users.organizationId, organizations.id), eq(users.id, organizations.settingsChangedBy)))
    .where(eq(organizations.id, actor.organizationId));
  return found?.at ? { by: found.by ?? "Somebody", at: found.at } : null;
}
