import { asc, desc, eq, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { users } from "@/db/schema/users";
import { assertAdmin, type Actor } from "@/lib/actor";

const columns = {
  id: users.id,
  name: users.name,
  email: users.email,
  role: users.role,
  active: users.active,
  lastSignInAt: users.lastSignInAt,
  createdAt: users.createdAt,
};

export type UserRow = Pick<typeof users.$inferSelect, keyof typeof columns>;

/**
 * Every user of the actor's organization, active ones first, by name.
 * @throws DomainError `forbidden` unless the actor is an admin.
 */
export async function listUsers(actor: Actor): Promise<UserRow[]> {
  assertAdmin(actor);
  return db
    .select(columns)
    .from(users)
    .where(eq(users.organizationId, actor.organizationId))
    .orderBy(desc(users.active), asc(sql`lower(${users.name})`), asc(users.id));
}
