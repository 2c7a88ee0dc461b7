import type { Route } from "next";
import { Card, Fact, Facts } from "@/app/_ui/card";
import { Notice } from "@/app/_ui/notice";
import { SoftLink } from "@/app/_ui/soft-link";
import { ExactTimestamp } from "@/app/_ui/timestamp";
import { counted, figure } from "@/app/(portal)/_ui/figures";
import { searchParamsIn } from "@/lib/lists/params";
import type { At } from "@/lib/moment";
import type { OwnColumn } from "@/lib/payouts/extra/columns";
import { filterWords } from "@/lib/payouts/list/words";
import { parseListView } from "@/lib/payouts/list/view";
import type { RunDetail } from "@/lib/runs/queries";
import { progressOf } from "@/lib/runs/status";
import { formatInstant, stampZoneOf } from "@/lib/time";

/** Who started a run, when and why, and which payouts were meant. */
export function RunFacts(props: { run: RunDetail; at: At; columns: readonly OwnColumn[] }) {
  const { run, at } = props;
  return (
    <Card>
      <Facts>
        <Fact label="Started by">{run.startedByName}</Fact>
        {run.startedAt && (
          <Fact label="Started">
            <ExactTimestamp at={run.startedAt} {...at} />
          </Fact>
        )}
        {run.endedAt && (
          <Fact label={run.status === "stopped" ? "Stopped" : "Ended"}>
            <ExactTimestamp at={run.endedAt} {...at} />
          </Fact>
        )}
        {run.expiresAt && <Fact label="New expiry">{formatInstant(run.expiresAt, stampZoneOf(at))}</Fact>}
        {run.reason && <Fact label="Reason">{run.reason}</Fact>}
        <Fact label="Payouts">
          <Meant {...props} />
        </Fact>
      </Facts>
    </Card>
  );
}

function Meant({ run: { filter, payoutCount }, at, columns }: Parameters<typeof RunFacts>[0]) {
  if (filter === null) return `${counted(payoutCount, "payout")} chosen one by one`;
  const view = parseListView(searchParamsIn(filter));
  const words = view.ok ? filterWords(view.value.filter, at, { columns }).map((part) => part.words) : [];
  return (
    <>
      All {figure(payoutCount)} of this list when it was chosen:{" "}
      <SoftLink href={`/payouts${filter}` as Route} className="underline underline-offset-2">
        {words.join(" · ") || "All payouts"}
      </SoftLink>
    </>
  );
}

/** Says who or what stopped a run, and what that means for its payouts. */
export function StoppedNotice({ run }: { run: RunDetail }) {
  const { taken, payoutCount, doneCount } = progressOf(run);
  const why = run.stoppedBy
    ? `Stopped by ${run.stoppedByName}.`
    : `Stopped, because ${run.startedByName}, who started it, may no longer act on payouts.`;
  return (
    <div className="mb-6">
      <Notice tone="warning" title={why}>
        {counted(doneCount, "payout is", "payouts are")} done and {doneCount === 1 ? "stays" : "stay"} so.{" "}
        {counted(payoutCount - taken, "payout was", "payouts were")} left untouched.
      </Notice>
    </div>
  );
}
