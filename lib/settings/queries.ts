import { asc, eq } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { organizations } from "@/db/schema/organizations";
import { systemActor, type Actor, type SystemActor } from "@/lib/actor";
import { DomainError } from "@/lib/errors";
import type { Settings } from "./fields";

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
export async function organizationSettings(actor: Actor, executor: Executor = db): Promise<Settings> {
  const { brandColor, supportEmail, payoutLifetimeDays, reminderDays, verificationLimit } = organizations;
  const [found] = await executor
    .select({ brandColor, supportEmail, payoutLifetimeDays, reminderDays, verificationLimit })
    .from(organizations)
    .where(eq(organizations.id, actor.organizationId));
  return found!;
}
