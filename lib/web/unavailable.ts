import { databaseStanding } from "@/db/client";

/** In seconds: a client that waits so long finds a restarted database, and a busy one has got done much of its work. */
const retryAfter = 5;

export const unavailableHeaders = { "retry-after": String(retryAfter), "cache-control": "no-store" };

const words = {
  away: "Meridian cannot reach its database at this moment.",
  busy: "Meridian has more to do at this moment than it can do in time.",
};
const advice = "Nothing was changed. Try again in a few seconds.";

/**
 * The answer to somebody who only wants to see something while the database does not answer, or is busy beyond measure:
 * at once, with the time to come back, instead of a page that fails after eight seconds. Null when the page can be made.
 * What changes something is let through, and keeps its own deadline.
 */
export async function refusalWhileUnavailable(request: Request): Promise<Response | null> {
  const { pathname } = new URL(request.url);
  if (!["GET", "HEAD"].includes(request.method) || pathname === "/api/health") return null;
  const standing = await databaseStanding();
  if (standing === "answers") return null;
  const [type, body] = pathname.startsWith("/api/")
    ? ["application/json", JSON.stringify({ code: "fault", message: `${words[standing]} ${advice}` })]
    : ["text/html; charset=utf-8", page(words[standing])];
  const headers = { ...unavailableHeaders, "content-type": type };
  return new Response(request.method === "HEAD" ? null : body, { status: 503, headers });
}

const page = (why: string): string => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Try again in a moment</title></head>
<body><h1>This page cannot be shown at the moment</h1><p>${why} ${advice}</p></body>
</html>
`;
