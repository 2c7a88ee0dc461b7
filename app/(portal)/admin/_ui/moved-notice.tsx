import { Notice } from "@/app/_ui/notice";
import type { UserActor } from "@/lib/actor";
import type { At } from "@/lib/moment";
import { movedOut } from "@/lib/retention/queries";
import { formatDay, stampZoneOf } from "@/lib/time";

/** Says that old entries of a list are in the archive; nothing while none is. */
export async function MovedNotice({ actor, at, many }: { actor: UserActor; at: At; many: "entries" | "emails" }) {
  const moved = await movedOut(actor);
  if (!moved) return null;
  return (
    <Notice tone="neutral">
      Older {many} were moved to the archive on {formatDay(moved.at, stampZoneOf(at))}: those from before{" "}
      {formatDay(moved.before, at.timeZone)}, except of payouts that were open then. They are not in this list.
    </Notice>
  );
}
