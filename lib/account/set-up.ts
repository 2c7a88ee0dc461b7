import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { db, transaction, type Executor } from "@/db/client";
import { organizations } from "@/db/schema/organizations";
import { users } from "@/db/schema/users";
import { env } from "@/lib/env";
import { DomainError } from "@/lib/errors";
import { recordEvents } from "@/lib/events";
import { databaseNow } from "@/lib/time";
import { createOrganization, newOrganization } from "@/lib/settings/mutations";
import { personEmail } from "@/lib/users/invitations";
import { newPassword, personName } from "@/lib/users/mutations";
import { assertGoodPassword } from "@/lib/users/password-rules";
import type { FirstProof } from "@/lib/web/sign-in/new-session";
import { hashPassword } from "@/lib/web/sign-in/password";
import { signedText, textOfSigned } from "@/lib/web/signed-text";

/** How long a set-up link can be used. */
const linkMs = 3_600_000;

export const firstOrganization = z.object({
  organization: newOrganization.shape.name,
  timeZone: newOrganization.shape.timeZone,
  name: personName,
  email: personEmail,
  password: newPassword,
});

/** Whether this installation has an organization. */
export async function hasOrganization(executor: Executor = db): Promise<boolean> {
  return (await executor.select({ id: organizations.id }).from(organizations).limit(1)).length > 0;
}

/**
 * The address at which the first organization and its admin are made. Signed, with the moment of its end inside: nothing
 * is stored, so the links of several processes are all good until each ends, and none is once there is an organization.
 */
export const setUpAddress = (now = Date.now()): string =>
  `${env().PORTAL_URL}/set-up/${signedText("set-up", String(now + linkMs))}`;

/** Whether the token of such a link can be used now. */
export async function isSetUpOpen(token: string, now = Date.now()): Promise<boolean> {
  const endsAt = textOfSigned("set-up", token);
  return endsAt !== null && now < Number(endsAt) && !(await hasOrganization());
}

const endedSetUp = () =>
  new DomainError("not_found", "This link does not work any more. Its hour is over, or Meridian is set up already.");

/** "Acme Insurance & Co." → "acme-insurance-co" */
const slugOf = (name: string): string =>
  name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 63)
    .replace(/^-+|-+$/g, "") || "organization";

/**
 * Makes the first organization, whose admin is signed in with the password that they chose. Of two at once, one does.
 * Recipients write to the admin's address until the settings name another.
 * @returns whose password it is, so that their session can begin
 * @throws DomainError `not_found` for a link that does not work any more, `invalid` for a field
 */
export async function setUp(
  token: string,
  input: z.output<typeof firstOrganization>,
  requestId: string,
): Promise<FirstProof & { email: string }> {
  if (!(await isSetUpOpen(token))) throw endedSetUp();
  const { organization, timeZone, name, email, password } = input;
  assertGoodPassword(password, { organizationName: organization, name, email, hasSecondFactor: false });
  const passwordHash = await hashPassword(password);
  return transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('set-up', 0))`);
    if (await hasOrganization(tx)) throw endedSetUp();
    const about = { name: organization, slug: slugOf(organization), timeZone, supportEmail: email };
    const actor = await createOrganization(about, requestId, tx);
    const { organizationId } = actor;
    const userId = uuidv7();
    const now = await databaseNow(tx);
    const admin = { name, email, role: "admin" as const, passwordHash };
    await tx.insert(users).values({ organizationId, id: userId, ...admin, createdAt: now });
    await recordEvents(tx, actor, [{ name: "user.created", occurredAt: now, userId, data: { role: "admin" } }]);
    return { organizationId, userId, email, sessionVersion: 1 };
  });
}
