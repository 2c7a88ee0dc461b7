import type { Route } from "next";
import { Card } from "@/app/_ui/card";
import { EmptyState } from "@/app/_ui/empty-state";
import { PageHeader } from "@/app/_ui/page-header";
import { SoftLink } from "@/app/_ui/soft-link";
import { buttonStyle } from "@/app/_ui/button";
import { counted, figure } from "@/app/(portal)/_ui/figures";
import { RunStatusBadge } from "@/app/(portal)/runs/_ui/run-status";
import { isAdmin, type UserActor } from "@/lib/actor";
import type { At } from "@/lib/moment";
import { formatMoney } from "@/lib/money";
import type { MoneyTotal } from "@/lib/money-totals";
import { previewOf, type Preview, type Skip } from "@/lib/runs/preview";
import type { RunDetail } from "@/lib/runs/queries";
import { runTitle } from "@/lib/runs/status";
import { runActionTable } from "@/lib/runs/table";
import { dayOf } from "@/lib/time";
import { StartForm } from "./start-form";

type Props = { actor: UserActor; run: RunDetail; at: At };

/** A run that nobody has started yet: what it would do, and what is asked of the admin who starts it. */
export async function Draft({ actor, run, at }: Props) {
  if (!isAdmin(actor)) return <ForAdmins run={run} />;
  const preview = await previewOf(actor, run, at);
  const { acts, skips } = preview;
  const back = run.filter === null ? "/payouts" : `/payouts${run.filter}`;
  const backLink = (
    <SoftLink href={back as Route} className={buttonStyle("secondary")}>
      {acts === 0 ? "Back to the list" : "Do nothing"}
    </SoftLink>
  );
  return (
    <>
      <PageHeader
        title={acts === 0 ? `${runActionTable[run.action].label}: nothing to do` : runTitle(run.action, acts)}
        description={summary(run.payoutCount, preview)}
      />
      <div className="flex max-w-3xl flex-col gap-4">
        {acts > 0 && <Acts preview={preview} means={runActionTable[run.action].means} />}
        {skips.length > 0 && <Skips skips={skips} />}
        {acts === 0 ? (
          <div>{backLink}</div>
        ) : (
          <StartForm
            runId={run.id}
            acts={acts}
            button={runTitle(run.action, acts)}
            {...runActionTable[run.action]}
            timeZone={at.timeZone}
            latestDay={preview.latestExpiry && dayOf(preview.latestExpiry, at.timeZone)}
            laterFrom={preview.laterFrom}
          >
            {backLink}
          </StartForm>
        )}
      </div>
    </>
  );
}

function summary(chosen: number, { acts, skips }: Preview): string {
  if (skips.length === 0) return `${counted(chosen, "payout was", "payouts were")} chosen. Nothing has been done yet.`;
  return `${counted(chosen, "payout was", "payouts were")} chosen: it acts on ${figure(acts)} and skips ${figure(chosen - acts)}. Nothing has been done yet.`;
}

const ForAdmins = ({ run }: Pick<Props, "run">) => (
  <>
    <PageHeader title={runTitle(run.action, run.payoutCount)} description={<RunStatusBadge status={run.status} />} />
    <Card>
      <EmptyState title="This run was not started">
        An admin has chosen its payouts. Nothing is done before an admin starts it.
      </EmptyState>
    </Card>
  </>
);

function Acts({ preview: { acts, money }, means }: { preview: Preview; means: string }) {
  return (
    <Card className="px-4 py-4">
      <h2 className="font-semibold">It acts on {counted(acts, "payout")}</h2>
      <ul aria-label="Money it acts on" className="mt-1 flex flex-wrap gap-x-5 tabular-nums">
        {money.map((total) => (
          <Money key={total.currency} total={total} single={money.length === 1} />
        ))}
      </ul>
      <p className="mt-2 max-w-prose text-muted">{means}</p>
    </Card>
  );
}

const Money = ({ total: { amountMinor, currency, count }, single }: { total: MoneyTotal; single: boolean }) => (
  <li>
    <span className="font-medium">{formatMoney(amountMinor, currency)}</span>
    {!single && <span className="text-muted"> in {counted(count, "payout")}</span>}
  </li>
);

/** Each reason with its number; the payouts by a press. */
function Skips({ skips }: { skips: readonly Skip[] }) {
  const count = skips.reduce((sum, skip) => sum + skip.count, 0);
  return (
    <Card className="px-4 py-4">
      <h2 className="font-semibold">It skips {counted(count, "payout")}</h2>
      <ul className="mt-1 flex flex-col gap-1">
        {skips.map((skip) => (
          <li key={skip.why}>
            <details>
              <summary className="max-sm:py-2">
                <span className="font-medium tabular-nums">{figure(skip.count)}:</span> {skip.why}
              </summary>
              <SkippedPayouts skip={skip} />
            </details>
          </li>
        ))}
      </ul>
    </Card>
  );
}

const SkippedPayouts = ({ skip: { first, count } }: { skip: Skip }) => (
  <ul className="mt-1 mb-2 flex flex-col gap-1 pl-5 text-sm">
    {first.map(({ id, reference, recipientName }) => (
      <li key={id} className="break-words">
        <SoftLink href={`/payouts/${id}` as Route} className="underline underline-offset-2">
          {recipientName}
        </SoftLink>{" "}
        <span className="text-muted">{reference}</span>
      </li>
    ))}
    {count > first.length && <li className="text-muted">and {figure(count - first.length)} more</li>}
  </ul>
);
