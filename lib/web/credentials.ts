import { and, desc, eq, sql } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { users } from "@/db/schema/users";
import { DomainError } from "@/lib/errors";
import { recordEvents } from "@/lib/events";
import { verifyNoPassword, verifyPassword } from "./password";
import { actorOfSession, type SessionClaims } from "./session-actor";
import { SignInLimit } from "./sign-in-limit";
import { databaseNow } from "@/lib/time";

/** One person may work for a few organizations; more accounts than this under one address are not read. */
const mostAccounts = 5;

// On globalThis, because routes and actions are separate bundles and must share one count.
const kept = globalThis as { meridianSignInLimit?: SignInLimit };
const limit = (kept.meridianSignInLimit ??= new SignInLimit());

type Account = Pick<typeof users.$inferSelect, "organizationId" | "id" | "passwordHash" | "active" | "sessionVersion">;

/**
 * Every account under the address, in any organization, the one used last first. The only query without an
 * organization: nobody is signed in yet.
 */
function accountsOf(email: string): Promise<Account[]> {
  return db
    .select({
      organizationId: users.organizationId,
      id: users.id,
      passwordHash: users.passwordHash,
      active: users.active,
      sessionVersion: users.sessionVersion,
    })
    .from(users)
    .where(eq(users.email, email))
    .orderBy(sql`${users.lastSignInAt} desc nulls last`, desc(users.id))
    .limit(mostAccounts);
}

/** The password of an inactive account is verified too and refused afterwards, so that the time reveals nothing. */
async function accountThatFits(accounts: readonly Account[], password: string): Promise<Account | undefined> {
  if (accounts.length === 0) await verifyNoPassword(password);
  const fits = await Promise.all(accounts.map((account) => verifyPassword(password, account.passwordHash)));
  return accounts.find((account, index) => fits[index] && account.active);
}

async function recordSignIn(claims: SessionClaims, requestId: string): Promise<boolean> {
  return transaction(async (tx) => {
    // Read again inside the transaction: verifying took a while, and the account may have been changed meanwhile.
    const actor = await actorOfSession(claims, requestId, tx);
    if (!actor) return false;
    const now = await databaseNow(tx);
    await tx
      .update(users)
      .set({ lastSignInAt: now })
      .where(and(eq(users.organizationId, actor.organizationId), eq(users.id, actor.userId)));
    await recordEvents(tx, actor, [{ name: "user.signed_in", occurredAt: now, userId: actor.userId }]);
    return true;
  });
}

/**
 * The claims of a session, when the password is right for an active account under this address; otherwise null,
 * whether the address is unknown, the password wrong or the account inactive. Records the sign-in.
 * @throws DomainError `rate_limited` after too many failures, whatever the password.
 */
export async function checkCredentials(
  email: string,
  password: string,
  requestId: string,
): Promise<SessionClaims | null> {
  const address = email.trim().toLowerCase();
  if (!limit.take(address)) {
    throw new DomainError(
      "rate_limited",
      "There were too many attempts for this email address. Wait 15 minutes, then try again.",
    );
  }
  const account = await accountThatFits(await accountsOf(address), password);
  if (!account) return null;
  const claims = { organizationId: account.organizationId, userId: account.id, sessionVersion: account.sessionVersion };
  if (!(await recordSignIn(claims, requestId))) return null;
  limit.forgive(address);
  return claims;
}
