import { headers } from "next/headers";
import { isDatabaseUnavailable } from "@/db/client";
import { assertAdmin, isAdmin, type UserActor } from "@/lib/actor";
import { currentActor, currentWriter } from "./auth";
import { DomainError, type ErrorCode } from "@/lib/errors";
import { logFault } from "@/lib/fault";
import { recordDenied } from "./access-events";
import { keepLastWrite } from "./own-writes";
import { requestIdOf } from "./request-headers";
import { isSameOrigin } from "./same-origin";
import { unavailableHeaders } from "./unavailable";

/** The answer that the portal's own scripts read when a route refuses them; the message is shown to the person. */
export type RouteRefusal = { code: ErrorCode | "fault"; message: string };

type Context<Params> = { params: Promise<Params> };
type Handler<Params> = (request: Request, context: Context<Params>) => Promise<Response>;
type Act<Params> = (actor: UserActor, request: Request, params: Params) => Promise<Response>;

const statusOf: Record<ErrorCode, number> = {
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  invalid: 400,
  rate_limited: 429,
};

const noStore = { "cache-control": "no-store" };
export const json = (value: unknown, status = 200): Response => Response.json(value, { status, headers: noStore });

async function signedIn(found: Promise<UserActor | null>): Promise<UserActor> {
  const actor = await found;
  if (!actor) throw new DomainError("unauthenticated", "You are signed out. Sign in again, then repeat what you did.");
  return actor;
}

async function answered(request: Request, answer: () => Promise<Response>): Promise<Response> {
  try {
    return await answer();
  } catch (error) {
    if (error instanceof DomainError)
      return json({ code: error.code, message: error.message } satisfies RouteRefusal, statusOf[error.code]);
    const requestId = requestIdOf(request.headers);
    logFault("route", requestId, error);
    if (isDatabaseUnavailable(error)) {
      const message =
        "Meridian cannot reach its database at this moment. Check whether this was done before you repeat it.";
      return Response.json({ code: "fault", message } satisfies RouteRefusal, {
        status: 503,
        headers: unavailableHeaders,
      });
    }
    const message = `Something went wrong on our side. If it happens again, tell support this number: ${requestId}`;
    return json({ code: "fault", message } satisfies RouteRefusal, 500);
  }
}

/**
 * A route handler for the portal's own scripts, for every signed-in user: a refusal is JSON with a message, never a
 * redirect.
 */
export function userRoute<Params>(act: Act<Params>): Handler<Params> {
  return (request, { params }) =>
    answered(request, async () => act(await signedIn(currentActor()), request, await params));
}

/**
 * A route handler that takes a file from an admin's browser. The proxy skips its path, because it would buffer the
 * whole body. Session, role and origin are checked before the body is read.
 */
export function adminUpload<Params>(act: Act<Params>): Handler<Params> {
  return (request, { params }) =>
    answered(request, async () => {
      const actor = await signedIn(currentWriter());
      if (!isAdmin(actor)) await recordDenied(actor, new URL(request.url).pathname);
      assertAdmin(actor);
      if (!isSameOrigin(await headers()))
        throw new DomainError("forbidden", "A file can only be uploaded from the portal's own page.");
      return await act(actor, request, await params).finally(() => keepLastWrite(actor));
    });
}

type Post = { headers: Headers; body: string; requestId: string };

/**
 * A route handler for a system outside that signs what it posts. Only that signature proves who the caller is, and
 * `act` has to check it.
 */
export function signedRoute<Params>(act: (params: Params, post: Post) => Promise<Response>): Handler<Params> {
  return (request, { params }) =>
    answered(request, async () =>
      act(await params, {
        headers: request.headers,
        body: await shortText(request),
        requestId: requestIdOf(request.headers),
      }),
    );
}

const longestPost = 65_536;

/** Stops reading a body that is too long, because anybody may send one. */
async function shortText(request: Request): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.byteLength;
    if (length > longestPost) throw new DomainError("invalid", `This is longer than ${longestPost} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
