import { Row, Td } from "@/app/_ui/table";
import type { AuditEvent } from "@/lib/audit/queries";
import { actorWords, changeWords, eventLabel } from "@/lib/audit/words";
import { formatInstant } from "@/lib/time";
import type { At } from "@/lib/moment";
import { EventSubject } from "./event-subject";

/** Shows exact times, because an audit needs them. The request id finds the log lines of the same request. */
export function EventRow({ event, at }: { event: AuditEvent; at: At }) {
  const change = changeWords(event, at.timeZone);
  const who = actorWords(event.actorType === "user" ? (event.actorUserId ?? "") : event.actorType, event.actorName);
  const stamp = (
    <time dateTime={event.occurredAt.toISOString()} title={event.requestId ? `Request ${event.requestId}` : undefined}>
      {formatInstant(event.occurredAt, at.timeZone)}
    </time>
  );
  return (
    <Row>
      <Td from="tablet" className="text-sm tabular-nums">
        {stamp}
      </Td>
      <Td from="tablet">{who}</Td>
      <Td className="@max-2xl:pl-4">
        <div className="font-medium">{eventLabel(event.name)}</div>
        {change && <div className="text-sm text-muted">{change}</div>}
        {event.reason && <div className="text-sm text-muted">“{event.reason}”</div>}
        <div className="text-sm text-muted @2xl:hidden">
          {who}, {stamp}
        </div>
        <div className="mt-1 @2xl:hidden">
          <EventSubject event={event} />
        </div>
      </Td>
      <Td from="tablet">
        <EventSubject event={event} />
      </Td>
    </Row>
  );
}
