import { SlidersHorizontal } from "lucide-react";
import Form from "next/form";
import { buttonStyle } from "@/app/_ui/button";
import { Field, Input } from "@/app/_ui/field";
import { SubmitButton } from "@/app/_ui/submit-button";
import type { ParamProblem } from "@/lib/lists/params";
import { currencies } from "@/lib/money";
import type { PayoutFilter } from "@/lib/payouts/list/filter";
import { sortsFor, sortTable, type Page } from "@/lib/payouts/list/view";
import { groupTable, payoutGroups, payoutStatuses, statusTable } from "@/lib/payouts/status";
import type { At } from "@/lib/moment";
import { SearchRow } from "@/app/(portal)/_ui/search-row";
import { WindowField } from "@/app/(portal)/_ui/window-field";
import { FilterField } from "./filter-field";

type Props = {
  filter: PayoutFilter;
  page: Page;
  at: At /** What of an address that asks for nothing readable is wrong: told at its field. */;
  problems?: readonly ParamProblem[];
};

/** What the form calls these parameters. */
export const amountLabels = { amount_min: "At least", amount_max: "At most" } as const;

/**
 * The list's filter as a plain GET form: it works before any script arrives, and what it sends is the list's address.
 */
export function FilterBar({ filter, page, at, problems = [] }: Props) {
  return (
    <Form action="/payouts" id="search" className="flex flex-col gap-3">
      {filter.batch && <input type="hidden" name="batch" value={filter.batch} />}
      <SearchRow
        name="q"
        value={filter.q}
        label="Search by name, email or reference"
        placeholder="Name, email or reference"
      />
      <details className="group/filters" open={problems.length > 0}>
        <summary className={`${buttonStyle("quiet", "small")} -ml-2.5 list-none`}>
          <SlidersHorizontal aria-hidden className="size-4" /> Filter and sort
        </summary>
        <div className="mt-2 grid gap-4 rounded-card border border-line bg-surface p-4 xl:grid-cols-2">
          <WhatFields filter={filter} page={page} at={at} problems={problems} />
          <WhenFields filter={filter} at={at} />
          <div className="flex justify-end xl:col-span-2">
            <SubmitButton pendingLabel="Applying…">Apply filters</SubmitButton>
          </div>
        </div>
      </details>
    </Form>
  );
}

function WhatFields({ filter, page, at, problems = [] }: Props) {
  return (
    <fieldset className="grid content-start gap-2">
      <legend className="mb-1 text-sm font-medium">Status</legend>
      <div className="flex flex-wrap gap-x-4 gap-y-1.5">
        {payoutStatuses.map((status) => (
          <label key={status} className="flex items-center gap-1.5">
            <input type="checkbox" name="status" value={status} defaultChecked={filter.status?.includes(status)} />{" "}
            {statusTable[status].label}
          </label>
        ))}
      </div>
      <div className="mt-2 grid gap-3 sm:grid-cols-2">
        <FilterField
          name="group"
          label="Group"
          value={filter.group}
          any="Any"
          options={payoutGroups.map((group) => [group, groupTable[group].label])}
        />
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
        <WindowField
          name="batch_errors"
          label="Batches with errors"
          window={filter.batch_errors}
          at={at}
          direction="last"
          dates={false}
        />
      </div>
      <MoneyFields filter={filter} problems={problems} />
    </fieldset>
  );
}

function MoneyFields({ filter, problems = [] }: Pick<Props, "filter" | "problems">) {
  return (
    <div className="mt-2 grid grid-cols-3 gap-2">
      <FilterField
        name="currency"
        label="Currency"
        value={filter.currency}
        any="Any"
        options={currencies.map((code) => [code, code])}
      />
      {(["amount_min", "amount_max"] as const).map((name) => (
        <AmountField
          key={name}
          name={name}
          value={filter[name]}
          problem={problems.find(({ param }) => param === name)?.message}
        />
      ))}
    </div>
  );
}

function AmountField({
  name,
  value,
  problem,
}: {
  name: keyof typeof amountLabels;
  value: string | undefined;
  problem: string | undefined;
}) {
  return (
    <Field id={`filter-${name}`} label={amountLabels[name]} error={problem && `${amountLabels[name]} ${problem}.`}>
      {(aria) => (
        <Input
          {...aria}
          name={name}
          defaultValue={value}
          inputMode="decimal"
          placeholder={name === "amount_min" ? "0.01" : "500.00"}
        />
      )}
    </Field>
  );
}

function WhenFields({ filter, at }: Pick<Props, "filter" | "at">) {
  return (
    <div className="grid content-start gap-3">
      <WindowField name="changed" label="Status changed" window={filter.changed} at={at} direction="last" />
      <WindowField name="created" label="Created" window={filter.created} at={at} direction="last" />
      <WindowField name="expires" label="Pending and expires" window={filter.expires} at={at} direction="next" />
      <WindowField name="expired" label="Expired" window={filter.expired} at={at} direction="last" />
    </div>
  );
}
