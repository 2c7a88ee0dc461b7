import { execFileSync } from "node:child_process";
import { and, desc, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { users } from "@/db/schema/users";
import type { UserEmailKind } from "@/lib/emails/kinds";

/** The text of the latest email of this kind to a user, as it is sent. */
export async function mailTo(address: string, kind: UserEmailKind): Promise<string> {
  const [email] = await db
    .select({ id: emails.id, organizationId: emails.organizationId })
    .from(emails)
    .innerJoin(users, and(eq(users.organizationId, emails.organizationId), eq(users.id, emails.userId)))
    .where(and(eq(users.email, address), eq(emails.kind, kind)))
    .orderBy(desc(emails.id))
    .limit(1);
  if (!email) throw new Error(`no ${kind} to ${address}`);
  const { organizationId, id } = email;
  return execFileSync(process.execPath, ["--import", "tsx", "tests/e2e/letter-text.ts", organizationId, id], {
    encoding: "utf8",
  });
}

/** The path of the link in an email, below PORTAL_URL. */
export function pathIn(text: string, start: string): string {
  const [path] = new RegExp(`${start}[\\w-]+`).exec(text) ?? [];
  if (!path) throw new Error(`no link to ${start} in: ${text}`);
  return path;
}
