import { and, count, desc, eq, gt, isNull, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { organizations } from "@/db/schema/organizations";
import { passkeys } from "@/db/schema/passkeys";
import { recoveryCodes } from "@/db/schema/recovery_codes";
import { secondFactors } from "@/db/schema/second_factors";
import { sessions } from "@/db/schema/sessions";
import { users } from "@/db/schema/users";
import type { UserActor } from "@/lib/actor";
import { ofOwner, openedSecret } from "@/lib/web/sign-in/second-factor";
import { totpUri } from "@/lib/web/sign-in/totp";

/** More sessions than this are not listed; those used last come first. */
const mostSessions = 50;

export type OwnSession = Pick<
  typeof sessions.$inferSelect,
  "id" | "device" | "address" | "createdAt" | "lastUsedAt" | "byOidc"
>;

/** The actor's own sessions that still count, the one used last first. */
export async function ownSessions(actor: UserActor): Promise<OwnSession[]> {
  return db
    .select({
      id: sessions.id,
      device: sessions.device,
      address: sessions.address,
      createdAt: sessions.createdAt,
      lastUsedAt: sessions.lastUsedAt,
      byOidc: sessions.byOidc,
    })
    .from(sessions)
    .innerJoin(users, and(eq(users.organizationId, sessions.organizationId), eq(users.id, sessions.userId)))
    .innerJoin(organizations, eq(organizations.id, sessions.organizationId))
    .where(
      and(
        eq(sessions.organizationId, actor.organizationId),
        eq(sessions.userId, actor.userId),
        eq(sessions.userVersion, users.sessionVersion),
        isNull(sessions.endedAt),
        gt(sessions.lastUsedAt, sql`now() - ${organizations.sessionIdleMinutes} * interval '1 minute'`),
        gt(sessions.createdAt, sql`now() - ${organizations.sessionMinutes} * interval '1 minute'`),
      ),
    )
    .orderBy(desc(sessions.lastUsedAt), desc(sessions.id))
    .limit(mostSessions);
}

/** Whether the actor has a password, and whether the identity provider signs them in. */
export async function ownWaysIn(actor: UserActor): Promise<{ hasPassword: boolean; isLinked: boolean }> {
  const [found] = await db
    .select({
      hasPassword: sql<boolean>`${users.passwordHash} is not null`,
      isLinked: sql<boolean>`${users.oidcSubject} is not null`,
    })
    .from(users)
    .where(and(eq(users.organizationId, actor.organizationId), eq(users.id, actor.userId)));
  return found!;
}

/** How long a session may be unused, and how long it may last, in minutes. */
export async function sessionLimits(actor: UserActor) {
  const [found] = await db
    .select({ idleMinutes: organizations.sessionIdleMinutes, minutes: organizations.sessionMinutes })
    .from(organizations)
    .where(eq(organizations.id, actor.organizationId));
  return found!;
}

/**
 * The actor's own authenticator app. `isRequired`: their organization wants a second factor, and they have no passkey.
 * While it is set up, its secret is shown to its owner, and never again.
 */
export type OwnSecondFactor =
  | { state: "off"; isRequired: boolean }
  | { state: "setting-up"; isRequired: boolean; secret: string; uri: string }
  | { state: "on"; isRequired: boolean; since: Date; codesLeft: number };

/** The actor's own authenticator app, and whether it is needed. */
export async function ownSecondFactor(actor: UserActor): Promise<OwnSecondFactor> {
  const unused = db
    .select({ left: count() })
    .from(recoveryCodes)
    .where(and(ofOwner(recoveryCodes, actor), isNull(recoveryCodes.usedAt)));
  const [found] = await db
    .select({
      isRequired: sql<boolean>`${organizations.secondFactorRequired} and not exists (select from ${passkeys}
        where ${ofOwner(passkeys, actor)})`,
      sealed: secondFactors.sealedSecret,
      since: secondFactors.confirmedAt,
      codesLeft: sql<string>`(${unused})`,
    })
    .from(organizations)
    .leftJoin(secondFactors, ofOwner(secondFactors, actor))
    .where(eq(organizations.id, actor.organizationId));
  const { isRequired, sealed, since, codesLeft } = found!;
  if (sealed === null) return { state: "off", isRequired };
  if (since) return { state: "on", isRequired, since, codesLeft: Number(codesLeft) };
  const secret = openedSecret(sealed, actor);
  return { state: "setting-up", isRequired, secret, uri: totpUri(secret, actor.email) };
}
