"use client";

import { useActionState, useEffect, useRef, useState, type ReactNode } from "react";
import { useFormStatus } from "react-dom";
import { Button } from "@/app/_ui/button";
import { Icon, type IconName } from "@/app/_ui/icon";
import { PendingButton } from "@/app/_ui/submit-button";
import { ExportLink } from "@/app/(portal)/_export/export-link";
import { attempt } from "@/app/(portal)/_ui/attempt";
import { figure } from "@/app/(portal)/_ui/figures";
import type { PayoutSubject } from "@/app/(portal)/_payouts/payout-subject";
import { prepareRun } from "@/app/(portal)/runs/actions";
import { mostInRun, type RunAction } from "@/lib/runs/table";
import type { ActionResult } from "@/lib/web/action";
import type { AllMatching } from "./all-matching";
import { moneyOf } from "./selected-money";

type Answer = ActionResult | null;

type BarProps = {
  selected: readonly PayoutSubject[];
  /** How many payouts the page has. */
  onPage: number;
  all: AllMatching;
  /** Selects every row of the page, or none. */
  choose: (every: boolean) => void;
  /** Tells screen readers what is selected. */
  announce: (words: string) => void;
};

/** What can be done with what is selected; at the bottom of the window, and of the list. */
export function SelectionBar({ selected, onPage, all, choose, announce }: BarProps) {
  const [wantsAll, setWantsAll] = useState(false);
  const isWholePage = selected.length === onPage;
  const isAll = wantsAll && isWholePage;
  if (wantsAll && !isWholePage) setWantsAll(false);
  const words = isAll
    ? `${allWords(all, "All")} are selected`
    : `${figure(selected.length)} selected · ${moneyOf(selected)}`;
  useEffect(() => {
    announce(words);
    return () => announce("");
  }, [announce, words]);
  useEscape(() => choose(false));
  const summary = useRef<HTMLParagraphElement>(null);
  /** What is pressed is gone then, and must not take the focus with it. */
  const offered = (act: () => void) => () => {
    summary.current?.focus();
    act();
  };
  return (
    <section
      aria-label="Selected payouts"
      data-selection-bar
      data-bottom-bar
      className="sticky bottom-0 z-20 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-b-card border-t border-line bg-surface px-4 py-2.5 shadow-floating"
    >
      <div className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-3 max-sm:basis-full">
        <p ref={summary} tabIndex={-1} className="font-medium tabular-nums outline-none">
          {words}
        </p>
        {!isWholePage && (
          <Offer onPress={offered(() => choose(true))} className="md:hidden">
            Select all {figure(onPage)} on this page
          </Offer>
        )}
        {isWholePage && !isAll && !all.soFar && (all.capped || all.count > onPage) && (
          <MoreThanPage all={all} onPress={offered(() => setWantsAll(true))} />
        )}
      </div>
      <Actions selected={selected} all={isAll ? all : null} onClear={() => choose(false)} />
    </section>
  );
}

/** Escape takes back what is selected. */
function useEscape(clear: () => void) {
  const latest = useRef(clear);
  useEffect(() => void (latest.current = clear));
  useEffect(() => {
    const onKey = ({ key }: KeyboardEvent) => {
      if (key === "Escape" && !document.querySelector("dialog[open], :popover-open")) latest.current();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}

function MoreThanPage({ all, onPress }: { all: AllMatching; onPress: () => void }) {
  if (all.count > mostInRun)
    return <p className="text-sm text-muted">To act on more than this page, narrow the list to {figure(mostInRun)}.</p>;
  return <Offer onPress={onPress}>{allWords(all, "Select all")}</Offer>;
}

/** "Select all 1,234 that match" */
const allWords = ({ count, capped }: AllMatching, verb: string): string =>
  capped ? `${verb} that match (more than ${figure(count)})` : `${verb} ${figure(count)} that match`;

const Offer = ({
  onPress,
  className = "",
  children,
}: {
  onPress: () => void;
  className?: string;
  children: ReactNode;
}) => (
  <button
    type="button"
    onClick={onPress}
    className={`font-medium underline underline-offset-2 max-sm:min-h-11 ${className}`}
  >
    {children}
  </button>
);

/** As the bar's buttons say them, in the order of the bar. */
const buttonTable: Record<RunAction, { words: string; icon: IconName }> = {
  resend: { words: "Resend", icon: "mail" },
  extend: { words: "Extend expiry", icon: "hourglass" },
  retry: { words: "Retry payment", icon: "rotate-cw" },
  reissue: { words: "Create new", icon: "file-plus" },
  cancel: { words: "Cancel", icon: "circle-x" },
};

type ActionsProps = Pick<BarProps, "selected"> & {
  /** The list, where all of it is selected. */
  all: AllMatching | null;
  onClear: () => void;
};

/** Each leads to a preview of what it would do. What is selected is handed over whole: the preview says what is left out, and why. */
function Actions({ selected, all, onClear }: ActionsProps) {
  const [answer, prepare] = useActionState<Answer, FormData>(
    async (_previous, form) => attempt(() => prepareRun(null, form)),
    null,
  );
  const able = (action: RunAction) => selected.filter(({ actions }) => actions.includes(action)).length;
  const exported = all?.query ?? `?${new URLSearchParams(selected.map(({ payoutId }) => ["id", payoutId]))}`;
  return (
    <form action={prepare} className="flex flex-wrap items-center gap-1.5">
      {all ? (
        <input type="hidden" name="filter" value={all.query} />
      ) : (
        selected.map(({ payoutId }) => <input key={payoutId} type="hidden" name="payout" value={payoutId} />)
      )}
      {(Object.keys(buttonTable) as RunAction[]).map((action) => {
        const count = able(action);
        if (all ? !all.actions.includes(action) : count === 0) return null;
        return <ActionButton key={action} action={action} count={all ? null : count} />;
      })}
      <ExportLink
        href={`/payouts/export${exported}`}
        count={all?.count ?? selected.length}
        capped={all?.capped}
        one="payout"
      />
      <Button kind="quiet" size="small" onClick={onClear}>
        <Icon name="x" className="size-4" /> Clear
      </Button>
      {answer && !answer.ok && (
        <p role="alert" className="basis-full text-danger">
          {answer.message}
        </p>
      )}
    </form>
  );
}

function ActionButton({ action, count }: { action: RunAction; count: number | null }) {
  const { pending, data } = useFormStatus();
  const { words, icon } = buttonTable[action];
  return (
    <PendingButton
      type="submit"
      name="action"
      value={action}
      kind="secondary"
      size="small"
      pending={pending && data.get("action") === action}
      pendingLabel="Preparing…"
    >
      <Icon name={icon} className="size-4" />
      {count === null ? words : `${words} ${figure(count)}`}
    </PendingButton>
  );
}
