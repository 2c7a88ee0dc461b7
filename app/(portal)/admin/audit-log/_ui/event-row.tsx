import { Row, Td } from "@/app/_ui/table";
import type { AuditEvent } from "@/lib/audit/queries";
import { actorOf, actorWords, changeWords, eventLabel } from "@/lib/audit/words";
import { formatInstant } from "@/lib/time";
import type { At } from "@/lib/moment";
import { SoftLink } from "@/app/_ui/soft-link";
import { auditHref } from "@/lib/audit/filter";
import { counted } from "@/app/(portal)/_ui/figures";
import { EventSubject } from "./event-subject";

/** Shows exact times, because an audit needs them. The request id finds the log lines of the same request. */
export function EventRow({ event, at }: { event: AuditEvent; at: At }) {
  const change = changeWords(event, at.timeZone);
  const who = actorWords(actorOf(event), event.actorName);
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
        <CreatedPayouts event={event} />
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

/** The payouts of an upload are not in the log one by one; the line of its batch opens them. */
function CreatedPayouts({ event: { name, batchId, batchFileName, batchCreatedCount } }: { event: AuditEvent }) {
  if (name !== "batch.processed" || batchId === null || !batchCreatedCount) return null;
  return (
    <div className="text-sm">
      <SoftLink
        href={auditHref({ batch: batchId, what: "payout.created" })}
        className="inline-block py-0.5 underline underline-offset-2"
      >
        {counted(batchCreatedCount, "payout")} created from {batchFileName}
      </SoftLink>
    </div>
  );
}
