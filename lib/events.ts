import { v7 as uuidv7 } from "uuid";
import type { Executor } from "@/db/client";
import { events } from "@/db/schema/events";
import type { Author } from "./actor";
import type { EventName } from "./events-table";

type NewEvent = Pick<
  typeof events.$inferInsert,
  "payoutId" | "batchId" | "userId" | "fromStatus" | "toStatus" | "reason" | "data"
> & {
  name: EventName;
  occurredAt: Date;
};

const rowsPerInsert = 2_000;

/**
 * Appends what happened, in the caller's transaction: an event and the change it tells of exist together or not at all.
 */
export async function recordEvents(tx: Executor, actor: Author, happened: readonly NewEvent[]): Promise<void> {
  for (let start = 0; start < happened.length; start += rowsPerInsert) {
    await tx.insert(events).values(
      happened.slice(start, start + rowsPerInsert).map((event) => ({
        ...event,
        id: uuidv7(),
        organizationId: actor.organizationId,
        actorType: actor.type,
        actorUserId: actor.type === "user" ? actor.userId : null,
        requestId: actor.requestId,
      })),
    );
  }
}
