import type { ComponentType } from "react";
import { Field, Input } from "@/app/_ui/field";
import type { Place } from "@/lib/lists/place";
import type { ParamProblem } from "@/lib/lists/params";
import { currencies } from "@/lib/money";
import type { PayoutFilter } from "@/lib/payouts/list/filter";
import { sortsFor, sortTable, type Page } from "@/lib/payouts/list/view";
import { groupTable, payoutGroups, payoutStatuses, statusTable } from "@/lib/payouts/status";
import type { At } from "@/lib/moment";
import { SearchRow } from "@/app/(portal)/_ui/search-row";
import { WindowField } from "@/app/(portal)/_ui/window-field";
import { FilterField } from "./filter-field";

export type FieldProps = {
  filter: PayoutFilter;
  page: Page;
  at: At;
  /** What of an address that asks for nothing readable is wrong; said at its field. */
  problems: readonly ParamProblem[];
};

/** What the form calls these parameters. */
export const amountLabels = { amount_min: "At least", amount_max: "At most" } as const;

/** Where in the form a field stands, in the order of the form. */
export type Part = "top" | "status" | "what" | "money" | "when";
type FormField = { part: Part; Field: ComponentType<FieldProps> };

/** One field for each thing the list's address can say, but the place in the list; a missing one does not compile. */
export const fields: Record<keyof PayoutFilter | Exclude<keyof Page, keyof Place>, FormField> = {
  batch: {
    part: "top",
    Field: ({ filter }) => filter.batch && <input type="hidden" name="batch" value={filter.batch} />,
  },
  q: {
    part: "top",
    Field: ({ filter }) => (
      <SearchRow
        name="q"
        value={filter.q}
        label="Search by name, email or reference"
        placeholder="Name, email or reference"
      />
    ),
  },
  status: { part: "status", Field: StatusField },
  group: {
    part: "what",
    Field: ({ filter }) => (
      <FilterField
        name="group"
        label="Group"
        value={filter.group}
        any="Any"
        options={payoutGroups.map((group) => [group, groupTable[group].label])}
      />
    ),
  },
  replaced: {
    part: "what",
    Field: ({ filter }) => (
      <FilterField
        name="replaced"
        label="Replaced by a new payout"
        value={filter.replaced}
        any="Either"
        options={[
          ["yes", "Yes"],
          ["no", "No"],
        ]}
      />
    ),
  },
  sort: { part: "what", Field: SortField },
  batch_errors: {
    part: "what",
    Field: ({ filter, at }) => (
      <WindowField
        name="batch_errors"
        label="Batches with errors"
        window={filter.batch_errors}
        at={at}
        direction="last"
        dates={false}
      />
    ),
  },
  currency: {
    part: "money",
    Field: ({ filter }) => (
      <FilterField
        name="currency"
        label="Currency"
        value={filter.currency}
        any="Any"
        options={currencies.map((code) => [code, code])}
      />
    ),
  },
  amount_min: { part: "money", Field: (props) => <AmountField {...props} name="amount_min" placeholder="0.01" /> },
  amount_max: { part: "money", Field: (props) => <AmountField {...props} name="amount_max" placeholder="500.00" /> },
  changed: {
    part: "when",
    Field: ({ filter, at }) => (
      <WindowField name="changed" label="Status changed" window={filter.changed} at={at} direction="last" />
    ),
  },
  created: {
    part: "when",
    Field: ({ filter, at }) => (
      <WindowField name="created" label="Created" window={filter.created} at={at} direction="last" />
    ),
  },
  expires: {
    part: "when",
    Field: ({ filter, at }) => (
      <WindowField name="expires" label="Pending and expires" window={filter.expires} at={at} direction="next" />
    ),
  },
  expired: {
    part: "when",
    Field: ({ filter, at }) => (
      <WindowField name="expired" label="Expired" window={filter.expired} at={at} direction="last" />
    ),
  },
};

function StatusField({ filter }: FieldProps) {
  return (
    <div className="flex flex-wrap gap-x-4 gap-y-1.5">
      {payoutStatuses.map((status) => (
        <label key={status} className="flex items-center gap-1.5">
          <input type="checkbox" name="status" value={status} defaultChecked={filter.status?.includes(status)} />{" "}
          {statusTable[status].label}
        </label>
      ))}
    </div>
  );
}

function SortField({ filter, page }: FieldProps) {
  return (
    <FilterField
      name="sort"
      label="Order by"
      value={page.sort}
      any="Most urgent first"
      options={sortsFor(filter).flatMap((key): [string, string][] => [
        [`-${key}`, `${sortTable[key].label}, latest or largest first`],
        [key, `${sortTable[key].label}, earliest or smallest first`],
      ])}
    />
  );
}

type AmountProps = FieldProps & { name: keyof typeof amountLabels; placeholder: string };

function AmountField({ filter, problems, name, placeholder }: AmountProps) {
  const problem = problems.find(({ param }) => param === name)?.message;
  return (
    <Field id={`filter-${name}`} label={amountLabels[name]} error={problem && `${amountLabels[name]} ${problem}.`}>
      {(aria) => (
        <Input {...aria} name={name} defaultValue={filter[name]} inputMode="decimal" placeholder={placeholder} />
      )}
    </Field>
  );
}
