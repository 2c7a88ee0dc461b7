import type { ReactNode } from "react";
import { Input, Select } from "@/app/_ui/field";
import type { UserActor } from "@/lib/actor";
import type { Colleague } from "@/lib/follow-up/queries";
import { snoozeChoices } from "@/lib/follow-up/snooze-days";
import type { Subject } from "@/lib/follow-up/subject";
import type { At } from "@/lib/moment";
import { formatDay } from "@/lib/time";
import { assign, markHandled, reopen, snooze } from "./actions";
import { FollowUpForm } from "./follow-up-form";
import { HandledWords, HandOver, isSnoozed, type Followed } from "./hand-over";

type Props = {
  actor: UserActor;
  subject: Subject;
  record: Followed;
  assignee: string | null;
  people: readonly Colleague[];
  at: At;
};

/** The same for an admin, who changes it; each form works without scripts. Nothing is left to do about what was replaced. */
export function HandOverForms(props: Props) {
  if (props.record.archivedAt && props.record.assigneeId === null) return <HandOver {...props} />;
  return (
    <div className="flex flex-col gap-4">
      <Assign {...props} />
      {!props.record.archivedAt && (
        <>
          <Snooze {...props} />
          <Handle {...props} />
        </>
      )}
    </div>
  );
}

const Part = ({ label, htmlFor, children }: { label: ReactNode; htmlFor?: string; children: ReactNode }) => (
  <div className="min-w-0">
    {htmlFor ? (
      <label htmlFor={htmlFor} className="mb-1 block text-sm font-medium">
        {label}
      </label>
    ) : (
      <p className="mb-1 text-sm font-medium">{label}</p>
    )}
    {children}
  </div>
);

function Assign({ actor, subject, record, assignee, people }: Props) {
  const { assigneeId } = record;
  const isListed = assigneeId === null || people.some(({ id }) => id === assigneeId);
  return (
    <Part label="Assigned to" htmlFor="assignee">
      <FollowUpForm
        // The choice follows what is stored.
        key={assigneeId}
        action={assign}
        values={{ ...subject, seen: assigneeId ?? "" }}
        submit="Assign"
        pendingLabel="Assigning…"
      >
        <Select id="assignee" name="assignee" defaultValue={assigneeId ?? ""} className="max-w-xs flex-1">
          <option value="">Nobody</option>
          {!isListed && <option value={assigneeId}>{`${assignee} (cannot sign in any more)`}</option>}
          {people.map(({ id, name }) => (
            <option key={id} value={id}>
              {id === actor.userId ? `${name} (you)` : name}
            </option>
          ))}
        </Select>
      </FollowUpForm>
    </Part>
  );
}

function Snooze({ subject, record, at }: Props) {
  const values = { ...subject, seen: record.snoozedUntil?.toISOString() ?? "" };
  if (isSnoozed(record, at))
    return (
      <Part label="Snoozed">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <p>until {formatDay(record.snoozedUntil!, at.timeZone)}</p>
          <FollowUpForm
            action={snooze}
            values={{ ...values, day: "" }}
            submit="Bring back now"
            pendingLabel="Bringing back…"
            quiet
          />
        </div>
      </Part>
    );
  const choices = snoozeChoices(at);
  return (
    <Part label="Snooze until" htmlFor="snooze-until">
      <FollowUpForm action={snooze} values={values} submit="Snooze" pendingLabel="Snoozing…">
        <Select id="snooze-until" name="until" className="max-w-44 flex-1">
          {choices.map(({ day, label }) => (
            <option key={label} value={day}>
              {label}
            </option>
          ))}
        </Select>
        <Input type="date" name="day" min={choices[0]!.day} aria-label="Or another day" className="max-w-40 flex-1" />
      </FollowUpForm>
    </Part>
  );
}

function Handle({ subject, record, at }: Props) {
  if (record.handledAt)
    return (
      <Part label="Handled">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <p className="min-w-0 break-words">
            <HandledWords record={record} at={at} />
          </p>
          <FollowUpForm action={reopen} values={subject} submit="Reopen" pendingLabel="Reopening…" quiet />
        </div>
      </Part>
    );
  return (
    <Part label="Nothing left to do? Say why" htmlFor="handled-reason">
      <FollowUpForm action={markHandled} values={subject} submit="Mark as handled" pendingLabel="Saving…">
        <Input
          id="handled-reason"
          name="reason"
          maxLength={500}
          required
          autoComplete="off"
          className="min-w-40 flex-1"
        />
      </FollowUpForm>
    </Part>
  );
}
