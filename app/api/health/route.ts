import { connection } from "next/server";
import { logFault } from "@/lib/fault";
import { json } from "@/lib/web/json-route";
import { currentRequestId } from "@/lib/web/auth";
import { unavailableHeaders } from "@/lib/web/unavailable";
import { workerHealthSoon } from "@/lib/worker/beat";

/**
 * For monitoring: it needs no session, shows no organization's data, and answers within a second. `ready` means that
 * pages can be made.
 */
export async function GET(): Promise<Response> {
  await connection();
  try {
    const worker = await workerHealthSoon();
    if (worker) return json({ live: true, ready: true, worker });
  } catch (error) {
    logFault("health", await currentRequestId(), error);
  }
  const unready = { live: true, ready: false, worker: { lastBeatAt: null, alive: false } };
  return Response.json(unready, { status: 503, headers: unavailableHeaders });
}
