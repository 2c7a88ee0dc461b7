import type { Route } from "next";
import { Card } from "@/app/_ui/card";
import { EmptyState } from "@/app/_ui/empty-state";
import { Pager } from "@/app/_ui/pager";
import { Row, RowLink, Table, Td, Th } from "@/app/_ui/table";
import { Timestamp } from "@/app/_ui/timestamp";
import { figure } from "@/app/(portal)/_ui/figures";
import type { At } from "@/lib/moment";
import type { listRuns, RunDetail } from "@/lib/runs/queries";
import { runHref } from "@/lib/runs/results-view";
import { runTitle } from "@/lib/runs/status";
import { RunStatusBadge } from "./run-status";

type Props = { found: Awaited<ReturnType<typeof listRuns>>; at: At };

/** One page of runs, or what a run is where there are none. */
export function RunList({ found, at }: Props) {
  if (found.rows.length === 0)
    return (
      <Card>
        <EmptyState title="No runs yet">
          A run acts on many payouts at once. Choose payouts in a list, then what to do with them.
        </EmptyState>
      </Card>
    );
  return (
    <Card>
      <Table
        caption="Runs, the latest first"
        head={
          <>
            <Th>Run</Th>
            <Th from="tablet" className="w-36">
              Started by
            </Th>
            <Th from="desktop" className="w-32">
              Started
            </Th>
            <Th from="tablet" right className="w-20">
              Done
            </Th>
            <Th from="tablet" right className="w-24">
              Skipped
            </Th>
            <Th className="w-28">Status</Th>
          </>
        }
      >
        {found.rows.map((run) => (
          <RunRow key={run.id} run={run} at={at} />
        ))}
      </Table>
      <Pager
        previous={found.previous ? (`/runs?before=${found.previous}` as Route) : null}
        next={found.next ? (`/runs?after=${found.next}` as Route) : null}
      />
    </Card>
  );
}

function RunRow({ run, at }: { run: RunDetail; at: At }) {
  const skipped = run.skippedCount + run.failedCount;
  const started = run.startedAt && <Timestamp at={run.startedAt} {...at} />;
  return (
    <Row>
      <Td>
        <RowLink href={runHref(run.id)}>{runTitle(run.action, run.payoutCount)}</RowLink>
        <div className="text-sm text-muted @2xl:hidden">
          {run.startedByName}, {started}: {figure(run.doneCount)} done, {figure(skipped)} skipped
        </div>
      </Td>
      <Td from="tablet">{run.startedByName}</Td>
      <Td from="desktop">{started}</Td>
      <Td from="tablet" right>
        {figure(run.doneCount)}
      </Td>
      <Td from="tablet" right>
        {figure(skipped)}
      </Td>
      <Td>
        <RunStatusBadge status={run.status} />
      </Td>
    </Row>
  );
}
