import path from "node:path";
import { count } from "drizzle-orm";
import { db } from "@/db/client";
import { withLock } from "@/db/embedded/lock.mjs";
import { organizations } from "@/db/schema/organizations";
import { users } from "@/db/schema/users";
import { demoSignIns, seedDemo } from "@/db/seed";
import { ROOT } from "./child";

/** Fills an empty database with the demo organization; a database that has any organization is left as it is. */
export async function seedWhenEmpty(): Promise<void> {
  await withLock(path.join(ROOT, ".data/seed.lock"), async () => {
    const [row] = await db.select({ organizations: count() }).from(organizations);
    if (row && row.organizations > 0) return;
    console.log("Making the demo organization …");
    await seedDemo();
  });
}

/** The demo's sign-ins as lines to print; none when this database does not hold the demo. */
export async function demoSignInLines(): Promise<string[]> {
  const emails = new Set((await db.selectDistinct({ email: users.email }).from(users)).map(({ email }) => email.toLowerCase()));
  const present = demoSignIns.filter(({ email }) => emails.has(email.toLowerCase()));
  return present.map(({ role, email, password }) => `  ${role.padEnd(7)} ${email}  password: ${password}`);
}
