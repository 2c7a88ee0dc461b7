import { Card } from "@/app/_ui/card";
import { Pager } from "@/app/_ui/pager";
import { Table, Th } from "@/app/_ui/table";
import { auditHref, type AuditFilter } from "@/lib/audit/filter";
import type { AuditEvent } from "@/lib/audit/queries";
import type { At } from "@/lib/moment";
import { NoMatch } from "@/app/(portal)/_ui/no-match";
import { EventRow } from "./event-row";

type Props = {
  filter: AuditFilter;
  found: { rows: AuditEvent[]; previous: string | null; next: string | null };
  at: At;
};

/** One page of events, or what to do where there are none. */
export function EventList({ filter, found, at }: Props) {
  if (found.rows.length === 0) {
    return (
      <Card>
        <NoMatch one="event" all={auditHref({})} />
      </Card>
    );
  }
  return (
    <Card>
      <Table
        caption="Events, the latest first"
        headFrom="tablet"
        head={
          <>
            <Th from="tablet" className="w-36 @4xl:w-52">
              When
            </Th>
            <Th from="tablet" className="w-36">
              Who
            </Th>
            <Th>What</Th>
            <Th from="tablet" className="w-44 @5xl:w-64">
              About
            </Th>
          </>
        }
      >
        {found.rows.map((event) => (
          <EventRow key={event.id} event={event} at={at} />
        ))}
      </Table>
      <Pager
        previous={found.previous ? auditHref(filter, { before: found.previous }) : null}
        next={found.next ? auditHref(filter, { after: found.next }) : null}
      />
    </Card>
  );
}
