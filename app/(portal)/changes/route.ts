import { latestEventId } from "@/lib/audit/queries";
import { json, userRoute } from "@/lib/web/json-route";

/**
 * Whether anything changed in the organization since the event that the page knows: 204 when not, else the latest event.
 * Open pages ask this again and again, so it reads one row of an index.
 */
export const GET = userRoute(async (actor, request) => {
  const latest = await latestEventId(actor);
  return latest === new URL(request.url).searchParams.get("since")
    ? new Response(null, { status: 204, headers: { "cache-control": "no-store" } })
    : json({ latest });
});
