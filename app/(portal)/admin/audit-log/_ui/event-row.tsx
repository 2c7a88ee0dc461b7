import { Badge } from "@/app/_ui/badge";
import { Row, Td } from "@/app/_ui/table";
import type { AuditEvent } from "@/lib/audit/queries";
import { actorOf, actorWords, changeWords, eventLabel, resultOf } from "@/lib/audit/words";
import { resultLabels } from "@/lib/events-table";
import { formatInstant, stampZoneOf } from "@/lib/time";
import type { At } from "@/lib/moment";
import { SoftLink } from "@/app/_ui/soft-link";
import { auditHref } from "@/lib/audit/filter";
import { counted } from "@/app/(portal)/_ui/figures";
import { EventSubject } from "./event-subject";

/** Shows exact times, because an audit needs them. The request id finds the log lines of the same request. */
export function EventRow({ event, at }: { event: AuditEvent; at: At }) {
  const change = changeWords(event, stampZoneOf(at));
  const origin = [event.device, event.address].filter(Boolean).join(", ");
  const who = actorWords(actorOf(event), event.actorName);
  const stamp = (
    <time
      data-copy={event.requestId ?? undefined}
      dateTime={event.occurredAt.toISOString()}
      title={event.requestId ? `Request ${event.requestId}` : undefined}
    >
      {formatInstant(event.occurredAt, stampZoneOf(at))}
    </time>
  );
  return (
    <Row>
      <Td from="tablet" className="text-sm tabular-nums">
        {stamp}
      </Td>
      <Td from="tablet">
        {who}
        {origin && <div className="text-sm break-words text-muted">{origin}</div>}
      </Td>
      <Td className="@max-2xl:pl-4">
        <div className="flex flex-wrap items-center gap-x-2 font-medium">
          {eventLabel(event.name)}
          {resultOf(event.name) === "refused" && (
            <Badge tone="danger" icon="circle-x">
              {resultLabels.refused}
            </Badge>
          )}
        </div>
        {change && <div className="text-sm text-muted">{change}</div>}
        <CreatedPayouts event={event} />
        <OfRun event={event} />
        {event.reason && <div className="text-sm text-muted">“{event.reason}”</div>}
        <div className="text-sm text-muted @2xl:hidden">
          {[who, origin].filter(Boolean).join(", ")}, {stamp}
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

/** What a run did to each payout is not in the log one by one either; its lines open it. */
function OfRun({ event: { name, data } }: { event: AuditEvent }) {
  if (!isRunEvent(name) || typeof data?.run !== "string") return null;
  const { done } = data;
  if (done === 0) return null;
  return (
    <div className="text-sm">
      <SoftLink href={auditHref({ run: data.run })} className="inline-block py-0.5 underline underline-offset-2">
        {done === undefined ? "Each payout" : `Each of ${counted(Number(done), "payout")}`}
      </SoftLink>
    </div>
  );
}

const isRunEvent = (name: string) => ["run.started", "run.stopped", "run.ended"].includes(name);

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
