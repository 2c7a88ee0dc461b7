import { forbidden } from "./errors";

export type Role = "admin" | "viewer";

/** The roles as screens name them. */
export const roleLabels: Record<Role, string> = { admin: "Admin", viewer: "Viewer" };

/** A signed-in member of staff, as the database knew them when this request began. */
export type UserActor = {
  type: "user";
  organizationId: string;
  userId: string;
  role: Role;
  name: string;
  email: string;
  organizationName: string;
  timeZone: string;
  requestId: string;
  /** What a replica must have before they may read from it: see `readFor` in db/client.ts. */
  lastWrite?: string | null;
};

/** The worker, the seed or a command: acts for one organization at a time and is never a person. */
export type SystemActor = { type: "system"; organizationId: string; requestId: string };

/**
 * The holder of a payout's link: may act on that payout alone, and only while `linkVersion` is the version of its link.
 */
export type RecipientActor = {
  type: "recipient";
  organizationId: string;
  payoutId: string;
  linkVersion: number;
  requestId: string;
};

/**
 * Who asks. Every query and every mutation takes one and scopes to its organization. Only gates make one:
 * lib/web/auth.ts (session), lib/web/link-actor.ts (link) and `systemActor` (the worker and commands).
 */
export type Actor = UserActor | RecipientActor | SystemActor;

/** Who an event names: the actor, or, when the worker carries out what an admin decided, that admin. */
export type Author = Pick<UserActor, "type" | "organizationId" | "userId" | "requestId"> | RecipientActor | SystemActor;

/**
 * For the worker, for commands, and for reports that a provider has signed; no other request from outside may get one.
 */
export function systemActor(organizationId: string, requestId: string): SystemActor {
  return { type: "system", organizationId, requestId };
}

export const isAdmin = (actor: Actor): boolean => actor.type === "user" && actor.role === "admin";

/**
 * Lets admins and the system pass.
 * @throws DomainError `forbidden` for everyone else.
 */
export function assertAdmin(actor: Actor): void {
  if (actor.type !== "system" && !isAdmin(actor)) throw forbidden();
}
