import type { Route } from "next";
import { SoftLink } from "@/app/_ui/soft-link";
import type { AuditEvent } from "@/lib/audit/queries";
import { recipientHref } from "@/lib/payouts/recipients/links";
import { eventTable, type EventName } from "@/lib/events-table";

/** A link to what the event is about; renders nothing where a user did it to themselves. */
export function EventSubject({ event }: { event: AuditEvent }) {
  if (event.payoutId) {
    return (
      <>
        <SubjectLink href={`/payouts/${event.payoutId}` as Route}>{event.recipientName}</SubjectLink>
        <div className="text-sm text-muted">{event.payoutReference}</div>
        <SoftLink
          href={recipientHref(event.payoutId)}
          aria-label={`Recipient ${event.recipientName ?? ""}`}
          className="recipient-link text-sm"
        >
          Recipient
        </SoftLink>
      </>
    );
  }
  if (event.batchId)
    return <SubjectLink href={`/batches/${event.batchId}` as Route}>{event.batchFileName}</SubjectLink>;
  if (eventTable[event.name as EventName]?.subject === "run" && event.data?.run)
    return <SubjectLink href={`/runs/${String(event.data.run)}` as Route}>Run</SubjectLink>;
  if (event.userId && event.userId !== event.actorUserId)
    return <SubjectLink href={"/admin/users" as Route}>{event.userName}</SubjectLink>;
  if (eventTable[event.name as EventName]?.subject === "organization")
    return <SubjectLink href={"/admin/settings" as Route}>Settings</SubjectLink>;
  return null;
}

function SubjectLink({ href, children }: { href: Route; children: string | null }) {
  return (
    <SoftLink href={href} className="underline decoration-line underline-offset-2 hover:decoration-current">
      {children ?? "Deleted"}
    </SoftLink>
  );
}
