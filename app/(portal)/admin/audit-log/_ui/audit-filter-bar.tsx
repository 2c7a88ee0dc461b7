import Form from "next/form";
import { Select } from "@/app/_ui/field";
import { SubmitButton } from "@/app/_ui/submit-button";
import { otherActors, type AuditFilter } from "@/lib/audit/filter";
import { otherActorLabels } from "@/lib/audit/words";
import { eventNames, eventTable } from "@/lib/events-table";
import type { At } from "@/lib/moment";
import type { UserRow } from "@/lib/users/queries";
import { WindowField } from "@/app/(portal)/_ui/window-field";

const subjects = { payout: "Payouts and their emails", batch: "Batches", user: "Users" } as const;

type Props = { filter: AuditFilter; users: readonly UserRow[]; at: At };

/** Who, what, when, as a plain GET form: what it sends is the log's address. */
export function AuditFilterBar({ filter, users, at }: Props) {
  return (
    <Form
      action="/admin/audit-log"
      className="flex flex-wrap items-end gap-3 rounded-card border border-line bg-surface p-4"
    >
      <label className="min-w-0 flex-1 basis-48 text-sm font-medium">
        Who
        <Select name="who" defaultValue={filter.who ?? ""} className="mt-1 font-normal">
          <option value="">Anyone</option>
          {otherActors.map((type) => (
            <option key={type} value={type}>
              {otherActorLabels[type]}
            </option>
          ))}
          <WhoElse who={filter.who} users={users} />
        </Select>
      </label>
      <label className="min-w-0 flex-1 basis-48 text-sm font-medium">
        What
        <Select name="what" defaultValue={filter.what ?? ""} className="mt-1 font-normal">
          <option value="">Anything</option>
          <EventNames />
        </Select>
      </label>
      <div className="min-w-0 flex-2 basis-96">
        <WindowField name="when" label="When" window={filter.when} at={at} direction="last" />
      </div>
      <SubmitButton kind="secondary" pendingLabel="Applying…">
        Apply
      </SubmitButton>
    </Form>
  );
}

function WhoElse({ who, users }: { who: string | undefined; users: readonly UserRow[] }) {
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
