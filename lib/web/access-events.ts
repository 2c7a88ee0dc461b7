import { transaction } from "@/db/client";
import type { UserActor } from "@/lib/actor";
import type { EventName } from "@/lib/events-table";
import { recordEvents } from "@/lib/events";
import { databaseNow } from "@/lib/time";
import { keepLastWrite } from "./own-writes";
import { countAttempt } from "./sign-in/attempt-counts";

/**
 * Records that a user asked for what only admins may do: one event for each user and minute.
 * @param asked the path of the page, or what the action is called
 */
export async function recordDenied(actor: UserActor, asked: string): Promise<void> {
  const { organizationId, userId } = actor;
  await transaction(async (tx) => {
    const counted = await countAttempt(`denied:${organizationId}:${userId}`, { atMost: 1, windowMs: 60_000 }, tx);
    if (!("attempts" in counted)) return;
    const [path = ""] = asked.split("?");
    const happened = { name: "user.denied", occurredAt: await databaseNow(tx), userId, data: { path } } as const;
    await recordEvents(tx, actor, [happened]);
  });
  await keepLastWrite(actor);
}

type ListName = Exclude<Extract<EventName, `${string}.exported`>, "run_results.exported">;
type Taken =
  | { name: ListName; data: { list: string } }
  | { name: "refused_rows.downloaded"; batchId: string }
  | { name: "run_results.exported"; data: { run: string; action: string; payouts: number } };

/** Records that a user takes data out of the portal, before the first byte leaves. */
export async function recordDownload(actor: UserActor, taken: Taken): Promise<void> {
  await transaction(async (tx) => {
    await recordEvents(tx, actor, [{ ...taken, occurredAt: await databaseNow(tx), userId: actor.userId }]);
  });
  await keepLastWrite(actor);
}
