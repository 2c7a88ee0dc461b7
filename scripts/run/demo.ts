import { existsSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { count } from "drizzle-orm";
import { db } from "@/db/client";
import { env } from "@/lib/env";
import { withLock } from "@/db/embedded/lock.mjs";
import { organizations } from "@/db/schema/organizations";
import { users } from "@/db/schema/users";
import { demoSignIns, seedDemo } from "@/scripts/demo-data/seed";
import { ROOT } from "./child";

// There while the demo is being made: a start cut short leaves it, and the next one finishes the work.
const UNFINISHED = path.join(ROOT, ".data/seeding");

/**
 * Fills an empty database with the demo organizations; a database that has any organization is left as it is. The
 * demo's passwords are public, so work cut short is finished only in the embedded database, the one that the mark
 * beside it speaks of.
 */
export async function seedWhenEmpty(embedded: boolean): Promise<void> {
  await withLock(path.join(ROOT, ".data/seed.lock"), async () => {
    const [row] = await db.select({ organizations: count() }).from(organizations);
    if (row && row.organizations > 0 && !(embedded && existsSync(UNFINISHED))) return;
    console.log("Making the demo organizations …");
    if (embedded) writeFileSync(UNFINISHED, "");
    await seedDemo({ say: console.log });
    rmSync(UNFINISHED, { force: true });
  });
}

/**
 * Why this portal must neither make nor show the demo, whose passwords everybody knows; null where it may. It may on this machine
 * alone, and never in production.
 */
export function whyNoDemo(): string | null {
  const { HOST, PORTAL_URL } = env();
  if (process.env.NODE_ENV === "production")
    return "This database holds the demo, whose passwords everybody knows, so it is not served with NODE_ENV=production. Name another database in DATABASE_URL.";
  const others = [
    { name: "HOST", host: HOST },
    { name: "PORTAL_URL", host: new URL(PORTAL_URL).hostname },
  ].filter(({ host }) => !isLoopback(host));
  if (others.length === 0) return null;
  const names = others.map(({ name }) => name).join(" and ");
  return `This database holds the demo, whose passwords everybody knows, and others could reach it by ${names}. Leave ${names} out, so that the demo is reached from this machine alone, or use another database.`;
}

const isLoopback = (host: string) => /^(?:127(?:\.\d{1,3}){3}|\[?::1\]?|local(?:host))$/i.test(host);

/** The demo's sign-ins as lines to print; none when this database does not hold the demo. */
export async function demoSignInLines(): Promise<string[]> {
  const emails = new Set(
    (await db.selectDistinct({ email: users.email }).from(users)).map(({ email }) => email.toLowerCase()),
  );
  const present = demoSignIns.filter(({ email }) => emails.has(email.toLowerCase()));
  const widest = Math.max(...present.map(({ email }) => email.length));
  return present.map(
    ({ role, email, password, organization }) =>
      `  ${role.padEnd(7)} ${email.padEnd(widest)}  password: ${password}  (${organization})`,
  );
}
