import { forbidden } from "./errors";

export type Role = "admin" | "viewer";

/** The roles as screens name them. */
export const roleLabels: Record<Role, string> = { admin: "Admin", viewer: "Viewer" };

export type Theme = "system" | "light" | "dark";

/** From where a request comes: its network address, and its device in words such as "Chrome on macOS". */
export type Origin = { address: string; device: string };

/** A signed-in member of staff, as the database knew them when this request began. */
export type UserActor = {
  type: "user";
  organizationId: string;
  userId: string;
  role: Role;
  name: string;
  email: string;
  organizationName: string;
  /** The organization's: its days and windows are in it. */
  timeZone: string;
  /** The zone in which they want stamps to be shown; null is the organization's. */
  displayZone: string | null;
  theme: Theme;
  /** The session that asks; null when the worker carries out what they started. */
  sessionId: string | null;
  requestId: string;
  /** Absent where no request asks, as when the worker carries on for them. */
  from?: Origin;
  /** What a replica must have before they may read from it: see `readFor` in db/client.ts. */
  lastWrite?: string | null;
};

/** The same where a session has just been checked. */
export type SignedInUser = UserActor & { sessionId: string };

/** The worker, the seed or a command: acts for one organization at a time and is never a person. */
export type SystemActor = { type: "system"; organizationId: string; requestId: string; from?: Origin };

/**
 * The holder of a payout's link: may act on that payout alone, and only while `linkVersion` is the version of its link.
 */
export type RecipientActor = {
  type: "recipient";
  organizationId: string;
  payoutId: string;
  linkVersion: number;
  requestId: string;
  from?: Origin;
};

/**
 * Who asks. Every query and every mutation takes one and scopes to its organization. Only gates make one:
 * lib/web/auth.ts (session), lib/web/link-actor.ts (link), lib/users/standing-in.ts (the user in whose name the worker acts) and
 * `systemActor` (the worker and commands).
 */
export type Actor = UserActor | RecipientActor | SystemActor;

/** Who an event names: the actor, or, when the worker carries out what an admin decided, that admin. */
export type Author =
  | Pick<UserActor, "type" | "organizationId" | "userId" | "requestId" | "from">
  | RecipientActor
  | SystemActor;

/**
 * For the worker, for commands, and for reports that a provider has signed; no other request from outside may get one.
 */
export function systemActor(organizationId: string, requestId: string): SystemActor {
  return { type: "system", organizationId, requestId };
}

/** The zone of the times that this person reads: the one that they chose, or their organization's. */
export const readingZone = ({ displayZone, timeZone }: Pick<UserActor, "displayZone" | "timeZone">): string =>
  displayZone ?? timeZone;

export const isAdmin = (actor: Actor): boolean => actor.type === "user" && actor.role === "admin";

/**
 * Lets admins and the system pass.
 * @throws DomainError `forbidden` for everyone else.
 */
export function assertAdmin(actor: Actor): void {
  if (actor.type !== "system" && !isAdmin(actor)) throw forbidden();
}
