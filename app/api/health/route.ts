import { connection } from "next/server";
import { logFault } from "@/lib/fault";
import { json } from "@/lib/web/json-route";
import { currentRequestId } from "@/lib/web/auth";
import { workerHealth } from "@/lib/worker/beat";

/**
 * For whatever watches over the portal: no session, and nothing in it that is anybody's. Ready means that the database
 * can be used.
 */
export async function GET(): Promise<Response> {
  await connection();
  try {
    return json({ live: true, ready: true, worker: await workerHealth() });
  } catch (error) {
    logFault("health", await currentRequestId(), error);
    return json({ live: true, ready: false, worker: { lastBeatAt: null, alive: false } }, 503);
  }
}
