import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { db, isUniqueViolation } from "@/db/client";
import { organizations } from "@/db/schema/organizations";
import { systemActor, type SystemActor } from "../actor";
import { DomainError } from "../errors";
import { databaseNow } from "../time";

const isTimeZone = (name: string) => {
  try {
    return Boolean(new Intl.DateTimeFormat("en-US", { timeZone: name }));
  } catch {
    return false;
  }
};

export const newOrganization = z.object({
  name: z.string().trim().min(1, "The organization needs a name.").max(200, "The name is longer than 200 characters."),
  slug: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "The slug is made of a-z, 0-9 and hyphens, at most 63 of them."),
  timeZone: z.string().refine(isTimeZone, "The time zone is a name such as America/New_York."),
  supportEmail: z.email("The support email is where recipients write with questions, such as payouts@example.com."),
});

/**
 * Makes an organization and returns the system's actor for it. Only commands call this: nobody signed in can make another tenant.
 * @throws DomainError `invalid` when a field is wrong, `conflict` when the slug is taken
 */
export async function createOrganization(input: z.input<typeof newOrganization>, requestId: string): Promise<SystemActor> {
  const parsed = newOrganization.safeParse(input);
  if (!parsed.success) throw new DomainError("invalid", parsed.error.issues[0]!.message, String(parsed.error.issues[0]!.path[0]));
  const id = uuidv7();
  try {
    await db.insert(organizations).values({ id, ...parsed.data, createdAt: await databaseNow(db) });
  } catch (error) {
    if (isUniqueViolation(error, "organizations_slug")) throw new DomainError("conflict", `There is already an organization "${parsed.data.slug}".`, "slug");
    throw error;
  }
  return systemActor(id, requestId);
}
