import { and, asc, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { columnMappings } from "@/db/schema/column_mappings";
import { users } from "@/db/schema/users";
import { assertAdmin, type Actor } from "@/lib/actor";
import { notFound } from "@/lib/errors";

export type RememberedMapping = typeof columnMappings.$inferSelect;

/** An organization remembers no more, so that each file is compared with all of them. */
export const mostMappings = 200;

/** The mappings that an organization remembers, by name. No two are for the same header cells. */
export const rememberedMappings = (actor: Actor): Promise<RememberedMapping[]> =>
  db
    .select()
    .from(columnMappings)
    .where(eq(columnMappings.organizationId, actor.organizationId))
    .orderBy(asc(columnMappings.name))
    .limit(mostMappings);

/** The same for the page that lists them, each with who remembered it last. @throws DomainError `forbidden` */
export async function listMappings(actor: Actor): Promise<(RememberedMapping & { savedByName: string | null })[]> {
  assertAdmin(actor);
  const found = await db
    .select({ mapping: columnMappings, savedByName: users.name })
    .from(columnMappings)
    .leftJoin(users, and(eq(users.organizationId, columnMappings.organizationId), eq(users.id, columnMappings.savedBy)))
    .where(eq(columnMappings.organizationId, actor.organizationId))
    .orderBy(asc(sql`lower(${columnMappings.name})`))
    .limit(mostMappings);
  return found.map(({ mapping, savedByName }) => ({ ...mapping, savedByName }));
}

/** One mapping that the organization remembers. @throws DomainError `forbidden`, `not_found` */
export async function getMapping(actor: Actor, id: string): Promise<RememberedMapping> {
  assertAdmin(actor);
  const known = z.uuid().safeParse(id).success;
  const own = and(eq(columnMappings.organizationId, actor.organizationId), eq(columnMappings.id, id));
  const [found] = known ? await db.select().from(columnMappings).where(own) : [];
  if (!found) throw notFound("mapping");
  return found;
}

/** The mapping of this name; its case does not matter. */
export async function mappingNamed(actor: Actor, name: string): Promise<RememberedMapping | undefined> {
  const [found] = await db
    .select()
    .from(columnMappings)
    .where(
      and(
        eq(columnMappings.organizationId, actor.organizationId),
        eq(sql`lower(${columnMappings.name})`, name.toLowerCase()),
      ),
    );
  return found;
}
