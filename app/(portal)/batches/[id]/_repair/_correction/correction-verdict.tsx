import { Notice } from "@/app/_ui/notice";
import { counted } from "@/app/(portal)/_ui/figures";
import type { CorrectionView } from "@/app/(portal)/batches/[id]/_repair/words";
import { Totals } from "@/app/(portal)/batches/[id]/_ui/totals";

/** What a correction file creates, and why its other rows are still refused. */
export function CorrectionVerdict({ view, done }: { view: CorrectionView; done: boolean }) {
  if (view.fileFaults.length > 0) {
    return (
      <Notice tone="danger" title="This file cannot be used, and nothing was created.">
        {view.fileFaults.map((fault) => (
          <p key={fault}>{fault}</p>
        ))}
      </Notice>
    );
  }
  return (
    <div className="flex flex-col gap-2">
      <Notice tone={view.created === 0 ? "neutral" : "success"} title={title(view, done)}>
        {view.already > 0 && (
          <p>
            {counted(view.already, "row")} {view.already === 1 ? "was" : "were"} repaired or set aside before and{" "}
            {view.already === 1 ? "is" : "are"} skipped.
          </p>
        )}
      </Notice>
      {view.ready.length > 0 && <WouldCreate view={view} />}
      {!done && view.duplicates > 0 && (
        <Notice tone="warning">
          {counted(view.duplicates, "row")} {view.duplicates === 1 ? "has" : "have"} the recipient, amount and currency
          of another payout of the last 30 days. Check that nobody is paid twice.
        </Notice>
      )}
      {view.refused > 0 && <StillRefused view={view} />}
    </div>
  );
}

/** What each row would pay, to whom, and the totals: an admin does not create payouts from a count alone. */
function WouldCreate({ view: { totals, ready, created } }: { view: CorrectionView }) {
  return (
    <section aria-label="What would be created" className="rounded-card border border-line">
      <div className="px-4 pt-3">
        <Totals totals={totals} />
      </div>
      <ul
        tabIndex={0}
        aria-label="Who would be paid and emailed"
        className="mt-3 max-h-60 overflow-y-auto border-t border-line"
      >
        {ready.map(({ line, to, email, amount }) => (
          <li
            key={line}
            className="flex flex-wrap items-baseline justify-between gap-x-4 border-b border-line px-4 py-2 last:border-b-0"
          >
            <span className="min-w-0 break-words">
              {to} <span className="text-sm break-all text-muted">{email}</span>
            </span>
            <span className="tabular-nums">
              {amount} <span className="text-sm text-muted">line {line}</span>
            </span>
          </li>
        ))}
      </ul>
      {created > ready.length && (
        <p className="border-t border-line px-4 py-2 text-muted">
          The first {ready.length} of {counted(created, "row")} are shown.
        </p>
      )}
    </section>
  );
}

const title = ({ created }: CorrectionView, done: boolean) =>
  done
    ? `Created ${counted(created, "payout")}.`
    : created === 0
      ? "Nothing can be created."
      : `${counted(created, "row")} can become ${created === 1 ? "a payout" : "payouts"}.`;

function StillRefused({ view: { refused, reasons, examples } }: { view: CorrectionView }) {
  return (
    <Notice tone="warning" title={`${counted(refused, "row")} ${refused === 1 ? "is" : "are"} still refused`}>
      <p>{reasons.map(({ reason, rows }) => `${reason} · ${rows}`).join(", ")}</p>
      <ul className="mt-1 flex flex-col gap-1">
        {examples.map(({ line, message }, index) => (
          <li key={index}>
            {line !== null && <span className="font-medium">Line {line}: </span>}
            {message}
          </li>
        ))}
        {refused > examples.length && <li>and {counted(refused - examples.length, "more row")}.</li>}
      </ul>
    </Notice>
  );
}
