import { and, desc, eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { db, transaction, type Tx } from "@/db/client";
import { sessions } from "@/db/schema/sessions";
import { users } from "@/db/schema/users";
import { systemActor } from "@/lib/actor";
import { recordEvents } from "@/lib/events";
import { logNote } from "@/lib/fault";
import { databaseNow } from "@/lib/time";
import { verifyNoPassword, verifyPassword } from "@/lib/web/sign-in/password";
import { keepLastWrite } from "@/lib/web/own-writes";
import type { SessionClaims } from "@/lib/web/session-cookie";
import { keyedHash } from "@/lib/web/signed-text";
import { hashesAtOnce, hashesWaiting, Slots } from "./slots";
import { countAttempt } from "./attempt-counts";
import { admit, type Asking } from "./limits";

/** One person may work for a few organizations; more accounts than this under one address are not read. */
const mostAccounts = 5;

// On globalThis, because routes and actions are separate bundles and must share one count.
const kept = globalThis as { meridianSignIns?: Slots };
const signIns = (kept.meridianSignIns ??= new Slots(hashesAtOnce, hashesWaiting, 5));

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

/** Locks the account's row: verifying took a while, and the account may have been changed meanwhile. */
async function stillAsItWas(tx: Tx, { organizationId, id, sessionVersion }: Account, now: Date): Promise<boolean> {
  const unchanged = await tx
    .update(users)
    .set({ lastSignInAt: now })
    .where(
      and(
        eq(users.organizationId, organizationId),
        eq(users.id, id),
        eq(users.active, true),
        eq(users.sessionVersion, sessionVersion),
      ),
    )
    .returning({ id: users.id });
  return unchanged.length === 1;
}

async function beginSession(account: Account, requestId: string): Promise<SessionClaims | null> {
  const { organizationId, id: userId, sessionVersion: userVersion } = account;
  const session = await transaction(async (tx) => {
    const now = await databaseNow(tx);
    if (!(await stillAsItWas(tx, account, now))) return null;
    const sessionId = uuidv7();
    await tx.insert(sessions).values({ organizationId, id: sessionId, userId, userVersion, createdAt: now });
    const author = { type: "user", organizationId, userId, requestId } as const;
    await recordEvents(tx, author, [{ name: "user.signed_in", occurredAt: now, userId }]);
    return { organizationId, sessionId, signedInAt: now.getTime() };
  });
  if (session) await keepLastWrite({ organizationId, userId, requestId });
  return session;
}

const oncePerMinute = { atMost: 1, windowMs: 60_000 };

/** An event belongs to an organization, so this goes to the log; it takes as long as recording one. */
async function noteUnknown(address: string, requestId: string): Promise<void> {
  await transaction((tx) => countAttempt(`refused:${keyedHash("address", address)}`, oncePerMinute, tx));
  logNote("sign-in", requestId, "refused, unknown address");
}

/** One event for each account and minute, however many tries there are. */
async function recordRefusals(accounts: readonly Account[], reachedLimit: boolean, requestId: string): Promise<void> {
  for (const { organizationId, id: userId } of accounts) {
    await transaction(async (tx) => {
      const counted = await countAttempt(`refused:${organizationId}:${userId}`, oncePerMinute, tx);
      const occurredAt = await databaseNow(tx);
      await recordEvents(tx, systemActor(organizationId, requestId), [
        ...("attempts" in counted ? [{ name: "user.sign_in_refused" as const, occurredAt, userId }] : []),
        ...(reachedLimit ? [{ name: "user.sign_in_limited" as const, occurredAt, userId }] : []),
      ]);
    });
  }
}

/**
 * Begins a session, when the password is right for an active account under this address; otherwise null, whether the
 * address is unknown, the password wrong or the account inactive. Records what happened to known accounts.
 * @throws TooManyRequests whatever the password: when the peer or the address has to wait, or the process is busy.
 */
export function signInWith(asking: Asking, password: string, requestId: string): Promise<SessionClaims | null> {
  return signIns.run(async () => {
    const asked = { ...asking, address: asking.address.trim().toLowerCase() };
    const admitted = await admit(asked);
    const accounts = await accountsOf(asked.address);
    const account = await accountThatFits(accounts, password);
    const session = account ? await beginSession(account, requestId) : null;
    if (session) await admitted.forgive();
    else if (accounts.length === 0) await noteUnknown(asked.address, requestId);
    else await recordRefusals(accounts, admitted.reachedLimit, requestId);
    return session;
  });
}
