import { desc, eq, sql } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { users } from "@/db/schema/users";
import { systemActor } from "@/lib/actor";
import { recordEvents } from "@/lib/events";
import { logNote } from "@/lib/fault";
import { databaseNow } from "@/lib/time";
import { verifyNoPassword, verifyPassword } from "@/lib/web/sign-in/password";
import type { SessionClaims } from "@/lib/web/session-cookie";
import { keyedHash } from "@/lib/web/signed-text";
import { hashesAtOnce, hashesWaiting, Slots } from "./slots";
import { countAttempt } from "./attempt-counts";
import { originOf } from "./device";
import { admit, type Asking } from "./limits";
import { beginSession, type FirstProof } from "./new-session";
import { hasSecondFactor, type Owner } from "./second-factor";

/** One person may work for a few organizations; more accounts than this under one address are not read. */
const mostAccounts = 5;

// On globalThis, because routes and actions are separate bundles and must share one count.
const kept = globalThis as { meridianSignIns?: Slots };
const signIns = (kept.meridianSignIns ??= new Slots(hashesAtOnce, hashesWaiting, 5));

type Account = { passwordHash: string | null; isActive: boolean } & FirstProof;
const proofOf = ({ organizationId, userId, sessionVersion }: Account) => ({ organizationId, userId, sessionVersion });

/**
 * Every account under the address, in any organization, the one used last first. The only query without an
 * organization: nobody is signed in yet.
 */
function accountsOf(email: string): Promise<Account[]> {
  return db
    .select({
      organizationId: users.organizationId,
      userId: users.id,
      passwordHash: users.passwordHash,
      isActive: sql<boolean>`${users.state} = 'active'`,
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
  return accounts.find((account, index) => fits[index] && account.isActive);
}

const oncePerMinute = { atMost: 1, windowMs: 60_000 };

/** An event belongs to an organization, so this goes to the log; the rest is what `recordRefusals` does. */
export async function noteUnknown(address: string, requestId: string): Promise<void> {
  await transaction(async (tx) => {
    await countAttempt(`refused:${keyedHash("address", address)}`, oncePerMinute, tx);
    await databaseNow(tx);
  });
  logNote("sign-in", requestId, "refused, unknown address");
}

/** One event for each account and minute, however many tries there are. */
export async function recordRefusals(
  accounts: readonly Owner[],
  reachedLimit: boolean,
  asking: Pick<Asking, "peer" | "deviceWords">,
  requestId: string,
  data?: Record<string, boolean>,
): Promise<void> {
  for (const { organizationId, userId } of accounts) {
    await transaction(async (tx) => {
      const counted = await countAttempt(`refused:${organizationId}:${userId}`, oncePerMinute, tx);
      const occurredAt = await databaseNow(tx);
      await recordEvents(tx, { ...systemActor(organizationId, requestId), from: originOf(asking) }, [
        ...("attempts" in counted ? [{ name: "user.sign_in_refused" as const, occurredAt, userId, data }] : []),
        ...(reachedLimit ? [{ name: "user.sign_in_limited" as const, occurredAt, userId }] : []),
      ]);
    });
  }
}

/**
 * Begins a session, when the password is right for an active account under this address; where that account has a second
 * factor, says whose password was proved instead. Otherwise null, whether the address is unknown, the password wrong or
 * the account inactive. Records what happened to known accounts.
 * @throws TooManyRequests whatever the password: when the peer or the address has to wait, or the process is busy.
 */
export function signInWith(
  asking: Asking,
  password: string,
  requestId: string,
): Promise<SessionClaims | FirstProof | null> {
  return signIns.run(async () => {
    const asked = { ...asking, address: asking.address.trim().toLowerCase() };
    const admitted = await admit(asked);
    const accounts = await accountsOf(asked.address);
    const account = await accountThatFits(accounts, password);
    const outcome = account ? await afterFirstProof(proofOf(account), asked, requestId) : null;
    if (outcome) await admitted.forgive();
    else if (accounts.length === 0) await noteUnknown(asked.address, requestId);
    else await recordRefusals(accounts, admitted.reachedLimit, asked, requestId);
    return outcome;
  });
}

/**
 * What follows the first factor: a session; or, where the account has a second factor, the wait for that, unless the
 * identity provider's own counts.
 * @returns null when the account has changed meanwhile
 */
export async function afterFirstProof(
  proved: FirstProof,
  asking: Pick<Asking, "peer" | "deviceWords">,
  requestId: string,
): Promise<SessionClaims | FirstProof | null> {
  const isWaiting = !proved.oidc?.isStrong && (await hasSecondFactor(db, proved));
  return isWaiting ? proved : beginSession(proved, asking, requestId, "nothing");
}
