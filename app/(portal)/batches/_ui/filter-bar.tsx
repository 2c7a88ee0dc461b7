import { Icon } from "@/app/_ui/icon";
import { SoftForm } from "@/app/(portal)/_shell/soft-form";
import { buttonStyle } from "@/app/_ui/button";
import { SubmitButton } from "@/app/_ui/submit-button";
import type { BatchFilter } from "@/lib/batches/filter";
import { listedStatuses, batchStatusTable } from "@/lib/batches/status";
import type { At } from "@/lib/moment";
import { FollowUpField } from "@/app/(portal)/_follow-up/follow-up-field";
import { FilterFields } from "@/app/(portal)/_ui/filter-fields";
import { SearchRow } from "@/app/(portal)/_ui/search-row";
import { WindowField } from "@/app/(portal)/_ui/window-field";

type Props = { filter: BatchFilter; at: At };
type BarProps = Props & { /** Whether all fields are seen at once. */ open?: boolean };

/** The search is shown above the others. */
const { file, ...others }: FilterFields<keyof BatchFilter, Props> = {
  file: ({ name, filter }) => (
    <SearchRow name={name} value={filter.file} label="Search by file name" placeholder="File name" />
  ),
  status: StatusField,
  assigned: FollowUpField,
  snoozed: FollowUpField,
  handled: FollowUpField,
  errors: ({ name, filter, at }) => (
    <WindowField name={name} label="With errors" window={filter.errors} at={at} direction="last" />
  ),
};

/**
 * The list's filter as a plain GET form: it works before any script arrives, and what it sends is the list's address.
 */
export function FilterBar({ open, ...props }: BarProps) {
  return (
    <SoftForm action="/batches" id="search" className="flex flex-col gap-3">
      <FilterFields fields={{ file }} given={props} />
      <details className="group/filters" open={open}>
        <summary className={`${buttonStyle("quiet", "small")} -ml-2.5 list-none`}>
          <Icon name="sliders-horizontal" className="size-4" /> Filter
        </summary>
        <div className="mt-2 grid gap-4 rounded-card border border-line bg-surface p-4 lg:grid-cols-2">
          <FilterFields fields={others} given={props} />
          <div className="flex justify-end lg:col-span-2">
            <SubmitButton pendingLabel="Applying…">Apply filters</SubmitButton>
          </div>
        </div>
      </details>
    </SoftForm>
  );
}

function StatusField({ name, filter }: Props & { name: string }) {
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium">Status</legend>
      <div className="flex flex-wrap gap-x-4 gap-y-1.5">
        {listedStatuses.map((status) => (
          <label key={status} className="flex items-center gap-1.5">
            <input type="checkbox" name={name} value={status} defaultChecked={filter.status?.includes(status)} />{" "}
            {batchStatusTable[status].label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
