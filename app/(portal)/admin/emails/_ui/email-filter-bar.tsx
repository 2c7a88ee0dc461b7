import { SoftForm } from "@/app/(portal)/_shell/soft-form";
import { Input, Select } from "@/app/_ui/field";
import { SubmitButton } from "@/app/_ui/submit-button";
import type { EmailFilter } from "@/lib/emails/filter";
import { emailStatuses, emailStatusTable } from "@/lib/emails/status";
import type { At } from "@/lib/moment";
import { FilterFields } from "@/app/(portal)/_ui/filter-fields";
import { WindowField } from "@/app/(portal)/_ui/window-field";

type Props = { filter: EmailFilter; at: At };

const fields: FilterFields<keyof EmailFilter, Props> = {
  to: RecipientField,
  recipient: ({ name, filter }) => filter.recipient && <input type="hidden" name={name} value={filter.recipient} />,
  status: StatusField,
  queued: ({ name, filter, at }) => (
    <div className="min-w-0 flex-2 basis-96">
      <WindowField name={name} label="Queued" window={filter.queued} at={at} direction="last" />
    </div>
  ),
};

/** Recipient, status and time as a plain GET form: what it sends is the log's address. */
export function EmailFilterBar(props: Props) {
  return (
    <SoftForm
      action="/admin/emails"
      id="search"
      className="flex flex-wrap items-end gap-3 rounded-card border border-line bg-surface p-4"
    >
      <FilterFields fields={fields} given={props} />
      <SubmitButton kind="secondary" pendingLabel="Applying…">
        Apply
      </SubmitButton>
    </SoftForm>
  );
}

function RecipientField({ name, filter }: Props & { name: string }) {
  return (
    <label className="min-w-0 flex-1 basis-64 text-sm font-medium">
      Recipient
      <Input
        type="search"
        name={name}
        defaultValue={filter.to}
        placeholder="Start of an email address"
        maxLength={200}
        className="mt-1 font-normal"
      />
    </label>
  );
}

function StatusField({ name, filter }: Props & { name: string }) {
  return (
    <label className="min-w-0 flex-1 basis-40 text-sm font-medium">
      Status
      <Select name={name} defaultValue={filter.status ?? ""} className="mt-1 font-normal">
        <option value="">Any</option>
        {emailStatuses.map((status) => (
          <option key={status} value={status}>
            {emailStatusTable[status].label}
          </option>
        ))}
      </Select>
    </label>
  );
}
