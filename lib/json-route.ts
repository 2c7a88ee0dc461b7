import { headers } from "next/headers";
import { assertAdmin, type UserActor } from "./actor";
import { currentActor, currentRequestId } from "./auth";
import { env } from "./env";
import { DomainError, type ErrorCode } from "./errors";
import { logFault } from "./fault";
import { isSameOrigin } from "./same-origin";
import { securityHeaders } from "./security-headers";

/** What the portal's own scripts read when a route refuses them; a person is shown the message. */
export type RouteRefusal = { code: ErrorCode | "fault"; message: string };

type Context<Params> = { params: Promise<Params> };
type Handler<Params> = (request: Request, context: Context<Params>) => Promise<Response>;
type Act<Params> = (actor: UserActor, request: Request, params: Params) => Promise<Response>;

const statusOf: Record<ErrorCode, number> = { unauthenticated: 401, forbidden: 403, not_found: 404, conflict: 409, invalid: 400, rate_limited: 429 };

const noStore = { "cache-control": "no-store" };
export const json = (value: unknown, status = 200): Response => Response.json(value, { status, headers: noStore });

async function signedIn(): Promise<UserActor> {
  const actor = await currentActor();
  if (!actor) throw new DomainError("unauthenticated", "You are signed out. Sign in again, then repeat what you did.");
  return actor;
}

async function answered(answer: () => Promise<Response>): Promise<Response> {
  try {
    return await answer();
  } catch (error) {
    if (error instanceof DomainError) return json({ code: error.code, message: error.message } satisfies RouteRefusal, statusOf[error.code]);
    const requestId = await currentRequestId();
    logFault("route", requestId, error);
    const message = `Something went wrong on our side. If it happens again, tell support this number: ${requestId}`;
    return json({ code: "fault", message } satisfies RouteRefusal, 500);
  }
}

/** A route handler that a script of the portal asks, for every signed-in user: a refusal is JSON with words, never a redirect. */
export function userRoute<Params>(act: Act<Params>): Handler<Params> {
  return (request, { params }) => answered(async () => act(await signedIn(), request, await params));
}

/**
 * A route handler that takes a file from an admin's browser. The proxy leaves its path alone, because it would hold the whole body,
 * so what the proxy does for the others is done here. Session, role and origin are looked at before the body is.
 */
export function adminUpload<Params>(act: Act<Params>): Handler<Params> {
  return async (request, { params }) => {
    const answer = await answered(async () => {
      const actor = await signedIn();
      assertAdmin(actor);
      if (!isSameOrigin(await headers())) throw new DomainError("forbidden", "A file can only be uploaded from the portal's own page.");
      return act(actor, request, await params);
    });
    for (const [name, value] of securityHeaders({ https: env().PORTAL_URL.startsWith("https:") })) answer.headers.set(name, value);
    return answer;
  };
}
