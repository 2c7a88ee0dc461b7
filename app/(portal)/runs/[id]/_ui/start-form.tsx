"use client";

import { useState, type ReactNode } from "react";
import { Card } from "@/app/_ui/card";
import { Field, Input, Textarea } from "@/app/_ui/field";
import { PendingButton } from "@/app/_ui/submit-button";
import { invalidIn, SentRefusal, useActionForm } from "@/app/(portal)/_ui/action-form";
import { problemOf } from "@/app/(portal)/_ui/confirm-dialog";
import { counted, figure } from "@/app/(portal)/_ui/figures";
import { DayField, weekAfter } from "@/app/(portal)/_payouts/day-field";
import { startRun } from "@/app/(portal)/runs/actions";
import type { LaterFrom } from "@/lib/runs/preview";

type Props = {
  runId: string;
  /** On how many payouts it acts, as the page says. */
  acts: number;
  /** "Cancel 37 payouts" */
  button: string;
  irreversible: boolean;
  reason: "required" | "optional" | "none";
  asksDay: boolean;
  timeZone: string;
  /** The last day of the payout that expires last; null where no day is asked for. */
  latestDay: string | null;
  /** Its payouts by the first day that is later than what they have. */
  laterFrom: readonly LaterFrom[];
  /** What backs out. */
  children: ReactNode;
};

/** What is asked of the admin who starts a run, and the button that starts it. */
export function StartForm({
  runId,
  acts,
  button,
  irreversible,
  reason,
  asksDay,
  timeZone,
  latestDay,
  laterFrom,
  children,
}: Props) {
  const form = useActionForm(startRun);
  const refused = invalidIn(form.result);
  return (
    <Card className="px-4 py-4">
      <form action={form.action} className="flex flex-col gap-4">
        <SentRefusal>{form.refusal}</SentRefusal>
        <input type="hidden" name="runId" value={runId} />
        <input type="hidden" name="acts" value={acts} />
        {asksDay && (
          <LastDay refused={refused} acts={acts} timeZone={timeZone} latestDay={latestDay} laterFrom={laterFrom} />
        )}
        {reason !== "none" && <ReasonField required={reason === "required"} refused={refused} />}
        {irreversible && <CountField acts={acts} refused={refused} />}
        <p className="text-sm text-muted">
          Each payout is judged once more when its turn comes. You can stop the run at any time: what is done stays
          done. Emails leave one after the other.
        </p>
        <div className="flex flex-wrap gap-2">
          <PendingButton
            type="submit"
            pending={form.pending}
            pendingLabel="Starting…"
            kind={irreversible ? "danger" : "primary"}
            // Longer than a narrow screen.
            className="max-sm:h-auto! max-sm:min-h-11 max-sm:py-2 max-sm:whitespace-normal!"
          >
            {button}
          </PendingButton>
          {children}
        </div>
      </form>
    </Card>
  );
}

type Refused = Parameters<typeof problemOf>[0];
type FieldProps = { refused: Refused };

type LastDayProps = FieldProps & Pick<Props, "acts" | "timeZone" | "latestDay" | "laterFrom">;

/** The new last day, with how many payouts it extends and how many it leaves as they are. */
function LastDay({ refused, acts, timeZone, latestDay, laterFrom }: LastDayProps) {
  const start = refused?.typed?.expires_at ?? weekAfter(latestDay) ?? "";
  const [day, choose] = useState(start);
  const extended = laterFrom.reduce((sum, { day: first, count }) => (first <= day ? sum + count : sum), 0);
  return (
    <div
      className="flex flex-col gap-1"
      onInput={({ target }) => target instanceof HTMLInputElement && choose(target.value)}
    >
      <DayField id="run-day" label="New last day" hint={dayHint(timeZone, latestDay)} refused={refused} start={start} />
      <p role="status" className="text-sm">
        {day === "" ? null : dayEffect(extended, acts - extended)}
      </p>
    </div>
  );
}

function dayEffect(extended: number, skipped: number): string {
  if (skipped === 0) return `This day extends ${extended === 1 ? "it" : "all of them"}.`;
  const later = `${counted(skipped, "payout expires", "payouts expire")} then or later already and ${skipped === 1 ? "is" : "are"} skipped.`;
  return extended === 0
    ? `This day extends none: ${later}`
    : `This day extends ${counted(extended, "payout")}. ${later}`;
}

const ReasonField = ({ required, refused }: FieldProps & { required: boolean }) => (
  <Field
    id="run-reason"
    label={required ? "Reason" : "Reason (optional)"}
    hint="Kept in the timeline of each payout. The recipients do not see it."
    error={problemOf(refused, "reason")}
  >
    {(aria) => (
      <Textarea
        {...aria}
        name="reason"
        rows={2}
        maxLength={500}
        required={required}
        defaultValue={refused?.typed?.reason}
      />
    )}
  </Field>
);

const dayHint = (timeZone: string, latestDay: string | null): string => {
  const until = `The links work until the end of this day (${timeZone}).`;
  return latestDay === null
    ? until
    : `${until} What expires later already is skipped; the last of these payouts expires on ${latestDay}.`;
};

const CountField = ({ acts, refused }: FieldProps & Pick<Props, "acts">) => (
  <Field
    id="run-count"
    label={`To confirm, type ${figure(acts)}`}
    hint="The number of payouts that it acts on. This cannot be undone."
    error={problemOf(refused, "count")}
  >
    {(aria) => (
      <Input
        {...aria}
        name="count"
        inputMode="numeric"
        autoComplete="off"
        required
        defaultValue={refused?.typed?.count}
        className="max-w-48 tabular-nums"
      />
    )}
  </Field>
);
