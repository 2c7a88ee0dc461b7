import { connection } from "next/server";
import { logFault } from "@/lib/fault";
import { json } from "@/lib/web/json-route";
import { currentRequestId } from "@/lib/web/auth";
import { workerHealth } from "@/lib/worker/beat";

/** For monitoring: it needs no session and shows no organization's data. `ready` means that the database answers. */
export async function GET(): Promise<Response> {
  await connection();
  try {
    return json({ live: true, ready: true, worker: await workerHealth() });
  } catch (error) {
    logFault("health", await currentRequestId(), error);
    return json({ live: true, ready: false, worker: { lastBeatAt: null, alive: false } }, 503);
  }
}
