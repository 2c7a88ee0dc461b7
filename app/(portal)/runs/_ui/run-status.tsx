import { Badge } from "@/app/_ui/badge";
import type { IconName } from "@/app/_ui/icon";
import { runResultTable, runStatusTable, type RunStatus } from "@/lib/runs/status";
import type { RunResult } from "@/lib/runs/results-view";

const statusIcons: Record<RunStatus, IconName> = {
  draft: "clipboard-check",
  running: "loader-circle",
  stopped: "ban",
  done: "circle-check",
};

const resultIcons: Record<RunResult, IconName> = { done: "circle-check", skipped: "circle-minus", failed: "circle-x" };

export const RunStatusBadge = ({ status }: { status: RunStatus }) => (
  <Badge tone={runStatusTable[status].tone} icon={statusIcons[status]}>
    {runStatusTable[status].label}
  </Badge>
);

/** What became of a payout; one whose turn has not come waits, or was left as it was. */
export function RunResultBadge({ result, isOver }: { result: RunResult | null; isOver: boolean }) {
  if (result === null)
    return (
      <Badge tone="neutral" icon={isOver ? "circle-minus" : "clock"}>
        {isOver ? "Untouched" : "Waiting"}
      </Badge>
    );
  return (
    <Badge tone={runResultTable[result].tone} icon={resultIcons[result]}>
      {runResultTable[result].label}
    </Badge>
  );
}
