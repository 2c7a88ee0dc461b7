import type { Route } from "next";
import { Card } from "@/app/_ui/card";
import { EmptyState } from "@/app/_ui/empty-state";
import { Pager } from "@/app/_ui/pager";
import { SoftLink } from "@/app/_ui/soft-link";
import { Row, RowLink, Table, Td, Th } from "@/app/_ui/table";
import { TabLinks } from "@/app/_ui/tabs";
import { Timestamp } from "@/app/_ui/timestamp";
import { figure } from "@/app/(portal)/_ui/figures";
import { RunResultBadge } from "@/app/(portal)/runs/_ui/run-status";
import type { Actor } from "@/lib/actor";
import type { At } from "@/lib/moment";
import { formatMoney } from "@/lib/money";
import { runResults, type RunDetail, type RunRow } from "@/lib/runs/queries";
import { runHref, runResultValues, type ResultsView } from "@/lib/runs/results-view";
import { runResultTable } from "@/lib/runs/status";

type Props = { actor: Actor; run: RunDetail; view: ResultsView; at: At };

/** The payouts of a run in its order, each with its result: all, or those of one result. */
export async function ResultList({ actor, run, view, at }: Props) {
  const { result } = view;
  const found = await runResults(actor, run, view);
  return (
    <Card className="mt-6">
      <h2 className="sr-only">Results</h2>
      <ResultTabs run={run} result={result} />
      {found.rows.length === 0 ? (
        <EmptyState title="No payout has this result" />
      ) : (
        <Table
          caption="Payouts of this run, in its order"
          head={
            <>
              <Th>Payout</Th>
              <Th from="tablet" right className="w-40">
                Amount
              </Th>
              <Th from="desktop" className="w-28">
                When
              </Th>
              <Th className="w-1/2">Result</Th>
            </>
          }
        >
          {found.rows.map((row) => (
            <ResultRow key={row.position} row={row} isOver={run.endedAt !== null} at={at} />
          ))}
        </Table>
      )}
      <Pager
        previous={found.previous === null ? null : runHref(run.id, { result, before: found.previous })}
        next={found.next === null ? null : runHref(run.id, { result, after: found.next })}
      />
    </Card>
  );
}

function ResultTabs({ run, result }: { run: RunDetail; result: ResultsView["result"] }) {
  const counts = { done: run.doneCount, skipped: run.skippedCount, failed: run.failedCount };
  const tabs = [
    { key: "all", label: "All", count: figure(run.payoutCount), href: runHref(run.id) },
    ...runResultValues.map((one) => ({
      key: one,
      label: runResultTable[one].label,
      count: figure(counts[one]),
      href: runHref(run.id, { result: one }),
    })),
  ];
  return <TabLinks label="Results" tabs={tabs} current={result ?? "all"} />;
}

function ResultRow({ row, isOver, at }: { row: RunRow; isOver: boolean; at: At }) {
  const money = formatMoney(row.amountMinor, row.currency);
  return (
    <Row>
      <Td>
        <RowLink href={`/payouts/${row.payoutId}` as Route}>{row.recipientName}</RowLink>
        <div className="text-sm break-words text-muted">{row.reference}</div>
        <div className="text-sm tabular-nums @2xl:hidden">{money}</div>
      </Td>
      <Td from="tablet" right>
        {money}
      </Td>
      <Td from="desktop">{row.decidedAt && <Timestamp at={row.decidedAt} {...at} />}</Td>
      <Td>
        <RunResultBadge result={row.result} isOver={isOver} />
        {row.why && <div className="mt-0.5 text-sm break-words text-muted">{row.why}</div>}
        {row.newPayoutId && (
          <div className="relative mt-0.5 text-sm break-words">
            New payout{" "}
            <SoftLink href={`/payouts/${row.newPayoutId}` as Route} className="underline underline-offset-2">
              {row.newReference}
            </SoftLink>
          </div>
        )}
      </Td>
    </Row>
  );
}
