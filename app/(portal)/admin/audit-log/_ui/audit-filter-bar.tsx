import { SoftForm } from "@/app/(portal)/_shell/soft-form";
import { Input, Select } from "@/app/_ui/field";
import { SubmitButton } from "@/app/_ui/submit-button";
import { otherActors, type AuditFilter } from "@/lib/audit/filter";
import { otherActorLabels } from "@/lib/audit/words";
import { eventNames, eventTable, resultLabels, results } from "@/lib/events-table";
import type { At } from "@/lib/moment";
import type { UserRow } from "@/lib/users/queries";
import { FilterFields } from "@/app/(portal)/_ui/filter-fields";
import { WindowField } from "@/app/(portal)/_ui/window-field";

const subjects = {
  payout: "Payouts and their emails",
  batch: "Batches",
  run: "Runs",
  view: "Saved views",
  user: "Users",
} as const;

/** What the bar calls each part of the filter. */
export const auditLabels: Record<keyof AuditFilter, string> = {
  who: "Who",
  what: "What",
  payout: "Payout",
  recipient: "Recipient",
  batch: "Batch",
  run: "Run",
  user: "User",
  result: "Result",
  when: "When",
};

type Props = { filter: AuditFilter; users: readonly UserRow[]; at: At };

const fields: FilterFields<keyof AuditFilter, Props> = {
  who: WhoField,
  what: WhatField,
  payout: ({ name, filter }) => (
    <TextField name={name} label={auditLabels.payout} value={filter.payout} placeholder="Reference or id" />
  ),
  recipient: ({ name, filter }) => (
    <TextField
      name={name}
      label={auditLabels.recipient}
      value={filter.recipient}
      placeholder="Any part of the name or email"
    />
  ),
  // Chosen by a link; it stays while the other fields change.
  batch: ({ name, filter }) => filter.batch !== undefined && <input type="hidden" name={name} value={filter.batch} />,
  run: ({ name, filter }) => filter.run !== undefined && <input type="hidden" name={name} value={filter.run} />,
  user: ({ name, filter }) => filter.user !== undefined && <input type="hidden" name={name} value={filter.user} />,
  result: ({ name, filter }) => (
    <label className="min-w-0 flex-1 basis-32 text-sm font-medium">
      {auditLabels.result}
      <Select name={name} defaultValue={filter.result ?? ""} className="mt-1 font-normal">
        <option value="">Any</option>
        {results.map((result) => (
          <option key={result} value={result}>
            {resultLabels[result]}
          </option>
        ))}
      </Select>
    </label>
  ),
  when: ({ name, filter, at }) => (
    <div className="min-w-0 flex-2 basis-96">
      <WindowField name={name} label={auditLabels.when} window={filter.when} at={at} direction="last" />
    </div>
  ),
};

type TextProps = { name: string; label: string; value: string | undefined; placeholder: string };

const TextField = ({ name, label, value, placeholder }: TextProps) => (
  <label className="min-w-0 flex-1 basis-48 text-sm font-medium">
    {label}
    <Input
      name={name}
      defaultValue={value}
      placeholder={placeholder}
      maxLength={200}
      autoComplete="off"
      className="mt-1 font-normal"
    />
  </label>
);

/** Who, what, about whom, when, as a plain GET form: what it sends is the log's address. */
export function AuditFilterBar(props: Props) {
  return (
    <SoftForm
      action="/admin/audit-log"
      className="flex flex-wrap items-end gap-3 rounded-card border border-line bg-surface p-4"
    >
      <FilterFields fields={fields} given={props} />
      <SubmitButton kind="secondary" pendingLabel="Applying…">
        Apply
      </SubmitButton>
    </SoftForm>
  );
}

function WhoField({ name, filter, users }: Props & { name: string }) {
  return (
    <label className="min-w-0 flex-1 basis-48 text-sm font-medium">
      {auditLabels.who}
      <Select name={name} defaultValue={filter.who ?? ""} className="mt-1 font-normal">
        <option value="">Anyone</option>
        {otherActors.map((type) => (
          <option key={type} value={type}>
            {otherActorLabels[type]}
          </option>
        ))}
        <Users who={filter.who} users={users} />
      </Select>
    </label>
  );
}

function Users({ who, users }: { who: string | undefined; users: readonly UserRow[] }) {
  const isUnknown =
    who !== undefined && !otherActors.some((type) => type === who) && !users.some(({ id }) => id === who);
  return (
    <optgroup label="Users">
      {users.map((user) => (
        <option key={user.id} value={user.id}>
          {user.name} ({user.email})
        </option>
      ))}
      {isUnknown && <option value={who}>User {who}</option>}
    </optgroup>
  );
}

function WhatField({ name, filter }: Props & { name: string }) {
  return (
    <label className="min-w-0 flex-1 basis-48 text-sm font-medium">
      {auditLabels.what}
      <Select name={name} defaultValue={filter.what ?? ""} className="mt-1 font-normal">
        <option value="">Anything</option>
        <EventNames />
      </Select>
    </label>
  );
}

function EventNames() {
  return (Object.keys(subjects) as (keyof typeof subjects)[]).map((subject) => (
    <optgroup key={subject} label={subjects[subject]}>
      {eventNames
        .filter((name) => eventTable[name].subject === subject)
        .map((name) => (
          <option key={name} value={name}>
            {eventTable[name].label}
          </option>
        ))}
    </optgroup>
  ));
}
