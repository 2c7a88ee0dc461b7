import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { events } from "@/db/schema/events";
import type { EventName } from "@/lib/events-table";
import { accountByOidc } from "@/lib/users/oidc";
import { afterFirstProof } from "@/lib/web/sign-in/credentials";
import { beginOidc, finishOidc } from "@/lib/web/sign-in/oidc/flow";
import { OidcRefused } from "@/lib/web/sign-in/oidc/refusal";
import { standingOfSession } from "@/lib/web/session-actor";
import { oidcVariables } from "./identity-provider";

const peer = "203.0.113.9";
export const from = { address: peer, device: "Chrome on macOS" };

/** Makes this the portal's identity provider, until the test file ends. */
export const useProvider = (issuer: string) => void Object.assign(process.env, oidcVariables(issuer));

/** A sign-in of one browser that has left for the provider. */
export async function leave(next = "/") {
  const { address, cookie } = await beginOidc(next, peer);
  const asked = new URL(address).searchParams;
  return { address, cookie, state: asked.get("state")!, nonce: asked.get("nonce")! };
}

export const comeBack = (search: string, cookie: string | undefined) => finishOidc(search, cookie, peer);

/** What the route of the callback does, without the cookies. */
export async function signInBy(search: string, cookie: string | undefined) {
  const { identity, next } = await comeBack(search, cookie);
  const { email, ...proved } = await accountByOidc(identity, from, "r");
  const outcome = await afterFirstProof(proved, { peer, deviceWords: from.device }, "r");
  if (!outcome) throw new OidcRefused("failed");
  return { outcome, email, next, identity };
}

/** Whose session began; "code" where the second factor is awaited. */
export async function personSignedIn(search: string, cookie: string | undefined) {
  const { outcome } = await signInBy(search, cookie);
  if (!("sessionId" in outcome)) return "code";
  const standing = (await standingOfSession(outcome, "r"))!;
  return { userId: standing.actor.userId, mustSetUp: standing.mustSetUp };
}

/** "done", or why not. */
export const refusal = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => "done",
    (error: unknown) => {
      if (error instanceof OidcRefused) return error.why;
      throw error;
    },
  );

export const eventsNamed = (name: EventName) => db.select().from(events).where(eq(events.name, name));
