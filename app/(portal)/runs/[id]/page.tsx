import type { Metadata } from "next";
import { PageHeader } from "@/app/_ui/page-header";
import { SoftLink } from "@/app/_ui/soft-link";
import { buttonStyle } from "@/app/_ui/button";
import { SubmitButton } from "@/app/_ui/submit-button";
import { ActionForm } from "@/app/(portal)/_ui/action-form";
import { counted } from "@/app/(portal)/_ui/figures";
import { InvalidFilter } from "@/app/(portal)/_ui/invalid-filter";
import { orNotFound } from "@/app/(portal)/_ui/or-not-found";
import { ExportLink } from "@/app/(portal)/_export/export-link";
import { isAdmin } from "@/lib/actor";
import { currentMoment } from "@/lib/moment";
import { extraColumns } from "@/lib/payouts/extra/queries";
import { payoutsHref } from "@/lib/payouts/list/filter";
import { getRun, type RunDetail } from "@/lib/runs/queries";
import { parseResultsView, runHref } from "@/lib/runs/results-view";
import { progressOf, runTitle } from "@/lib/runs/status";
import { requireUser } from "@/lib/web/auth";
import { prepareRun } from "@/app/(portal)/runs/actions";
import { RunStatusBadge } from "@/app/(portal)/runs/_ui/run-status";
import { Draft } from "./_ui/draft";
import { ResultList } from "./_ui/result-list";
import { RunFacts, StoppedNotice } from "./_ui/run-facts";
import { UnderWay } from "./_ui/under-way";

export const metadata: Metadata = { title: "Run" };

export default async function RunPage({ params, searchParams }: PageProps<"/runs/[id]">) {
  const actor = await requireUser();
  const run = await orNotFound(getRun(actor, (await params).id));
  const view = parseResultsView(await searchParams);
  const [at, columns] = await Promise.all([currentMoment(actor), extraColumns(actor)]);
  if (run.status === "draft") return <Draft actor={actor} run={run} at={at} />;
  return (
    <>
      <PageHeader
        title={runTitle(run.action, run.payoutCount)}
        // Screen readers announce a new status.
        description={
          <div role="status">
            <RunStatusBadge status={run.status} />
          </div>
        }
        actions={<Ways run={run} again={isAdmin(actor)} />}
      />
      {run.status === "running" && <UnderWay runId={run.id} first={progressOf(run)} stoppable={isAdmin(actor)} />}
      {run.status === "stopped" && <StoppedNotice run={run} />}
      <RunFacts run={run} at={at} columns={columns} />
      {view.ok ? (
        <ResultList actor={actor} run={run} view={view.value} at={at} />
      ) : (
        <div className="mt-6">
          <InvalidFilter problems={view.problems} clear={runHref(run.id)} />
        </div>
      )}
    </>
  );
}

/** To the payouts as a list, to the results as a file, and, once it is over, to the same over what its list has now. */
const Ways = ({ run, again }: { run: RunDetail; again: boolean }) => (
  <>
    {again && run.endedAt && run.filter !== null && (
      <ActionForm action={prepareRun}>
        <input type="hidden" name="action" value={run.action} />
        <input type="hidden" name="filter" value={run.filter} />
        <SubmitButton kind="secondary" size="small" pendingLabel="Preparing…">
          Prepare it again
        </SubmitButton>
      </ActionForm>
    )}
    {run.doneCount > 0 && (
      <SoftLink href={payoutsHref({ run: run.id })} className={buttonStyle("secondary", "small")}>
        See the {counted(run.doneCount, "payout")} it touched
      </SoftLink>
    )}
    <ExportLink href={`/runs/${run.id}/results`} count={run.payoutCount} one="result" />
  </>
);
