import { Card } from "@/app/_ui/card";
import { ExactTimestamp } from "@/app/_ui/timestamp";
import type { UserActor } from "@/lib/actor";
import { dataWords } from "@/lib/audit/change-words";
import { otherActorLabels } from "@/lib/audit/words";
import { eventTable, type EventName } from "@/lib/events-table";
import { failureReason, isFailureCode } from "@/lib/payouts/failures";
import type { TimelineEvent as Event } from "@/lib/payouts/timeline";
import type { At } from "@/lib/moment";
import { formatDay, stampZoneOf } from "@/lib/time";
import { AuditLogLink } from "@/app/(portal)/_audit/audit-log-link";
import { PayoutStatusBadge } from "@/app/(portal)/_payouts/payout-status";

/** The reason of a failure is a code; a user's reason is free text. */
const reasonWords = ({ actorType, reason }: Event) =>
  actorType !== "user" && isFailureCode(reason ?? "") ? failureReason(reason!).text : `“${reason}”`;

type Props = {
  actor: UserActor;
  payoutId: string;
  events: readonly Event[];
  /** When events of this time were moved to the archive; null for a payout that is younger. */
  movedAt: Date | null;
  at: At;
};

/** Every event of the payout, newest first. */
export function Timeline({ actor, payoutId, events, movedAt, at }: Props) {
  const created: EventName = "payout.created";
  const isWhole = events.some(({ name }) => name === created);
  return (
    <section aria-labelledby="timeline">
      <div className="mb-2.5 flex items-baseline justify-between gap-3">
        <h2 id="timeline" className="font-semibold">
          Timeline
        </h2>
        <AuditLogLink actor={actor} filter={{ payout: payoutId }} />
      </div>
      <Card>
        <ol>
          {events.toReversed().map((event) => (
            <TimelineEvent key={event.id} event={event} at={at} />
          ))}
        </ol>
        {movedAt && !isWhole && (
          <p className="px-4 py-3 text-muted">
            Older entries were moved to the archive on {formatDay(movedAt, stampZoneOf(at))}.
          </p>
        )}
      </Card>
    </section>
  );
}

const answered = {
  right: "Recipient gave the right verification answer",
  wrong: "Recipient gave a wrong verification answer",
};

function TimelineEvent({ event, at }: { event: Event; at: At }) {
  const change = event.verdict === "right" ? null : dataWords(event.name, event.data, stampZoneOf(at));
  return (
    <li className="border-b border-line px-4 py-3 last:border-b-0">
      <p className="flex flex-wrap items-center justify-between gap-2 font-medium">
        {event.verdict ? answered[event.verdict] : (eventTable[event.name as EventName]?.label ?? event.name)}
        {event.toStatus && <PayoutStatusBadge status={event.toStatus} />}
      </p>
      {event.reason && <p className="break-words">{reasonWords(event)}</p>}
      {change && <p className="break-words">{change}</p>}
      <p className="text-sm text-muted">
        {event.actorType === "user" ? event.userName : otherActorLabels[event.actorType]} ·{" "}
        <ExactTimestamp at={event.occurredAt} {...at} />
      </p>
    </li>
  );
}
