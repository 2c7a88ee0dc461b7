import type { Tx } from "@/db/client";
import type { Actor } from "@/lib/actor";
import { recordEvents } from "@/lib/events";
import { databaseNow } from "@/lib/time";

/** One event for all that was changed at once: `name.from` and `name.to` of each. */
export async function recordChange(
  tx: Tx,
  actor: Actor,
  changes: [name: string, from: string, to: string][],
): Promise<void> {
  const data = Object.fromEntries(
    changes.flatMap(([name, from, to]) => [
      [`${name}.from`, from],
      [`${name}.to`, to],
    ]),
  );
  await recordEvents(tx, actor, [{ name: "organization.changed", occurredAt: await databaseNow(tx), data }]);
}
