import type { ComponentType } from "react";
import { ChoiceField, Field, Input } from "@/app/_ui/field";
import type { Place } from "@/lib/lists/place";
import type { ParamProblem } from "@/lib/lists/params";
import { currencies } from "@/lib/money";
import { evidences, evidenceTable } from "@/lib/payouts/list/evidence";
import type { PayoutFilter } from "@/lib/payouts/list/filter";
import { sortsFor, sortTable, type Page } from "@/lib/payouts/list/view";
import { groupTable, payoutGroups, payoutStatuses, statusTable } from "@/lib/payouts/status";
import type { At } from "@/lib/moment";
import { SearchRow } from "@/app/(portal)/_ui/search-row";
import { WindowField } from "@/app/(portal)/_ui/window-field";
import { FollowUpField } from "@/app/(portal)/_follow-up/follow-up-field";
import { CurrencyField } from "./currency-field";

export type FieldProps = {
  filter: PayoutFilter;
  page: Page;
  at: At;
  /** What of an address that asks for nothing readable is wrong; said at its field. */
  problems: readonly ParamProblem[];
  /** The organization's own columns. */
  columns: readonly NamedColumn[];
};
type NamedColumn = { key: string; label: string };
type NamedProps = FieldProps & { name: string };

/** Where in the form a field is. */
export type Part = "search" | "status" | "what" | "money" | "when" | "own";
type Key = keyof PayoutFilter | Exclude<keyof Page, keyof Place>;

/** The fields of the list's form, by part and in its order, for all that its address says but the place in the list. */
export const fields: Record<Key, { part: Part; Field: ComponentType<NamedProps> }> = {
  batch: {
    part: "search",
    Field: ({ name, filter }) => filter.batch && <input type="hidden" name={name} value={filter.batch} />,
  },
  recipient: {
    part: "search",
    Field: ({ name, filter }) => filter.recipient && <input type="hidden" name={name} value={filter.recipient} />,
  },
  run: {
    part: "search",
    Field: ({ name, filter }) => filter.run && <input type="hidden" name={name} value={filter.run} />,
  },
  id: {
    part: "search",
    Field: ({ name, filter }) => filter.id?.map((id) => <input key={id} type="hidden" name={name} value={id} />),
  },
  q: { part: "search", Field: SearchField },
  status: { part: "status", Field: StatusField },
  group: { part: "what", Field: GroupField },
  replaced: { part: "what", Field: ReplacedField },
  evidence: { part: "what", Field: EvidenceField },
  sort: { part: "what", Field: SortField },
  assigned: { part: "what", Field: FollowUpField },
  snoozed: { part: "what", Field: FollowUpField },
  handled: { part: "what", Field: FollowUpField },
  currency: {
    part: "money",
    Field: ({ name, filter }) => <CurrencyField name={name} value={filter.currency} codes={currencies.join(" ")} />,
  },
  amount_min: { part: "money", Field: (props) => <AmountField {...props} name="amount_min" placeholder="0.01" /> },
  amount_max: { part: "money", Field: (props) => <AmountField {...props} name="amount_max" placeholder="500.00" /> },
  x: { part: "own", Field: OwnColumnFields },
  changed: {
    part: "when",
    Field: ({ name, filter, at }) => (
      <WindowField name={name} label="Status changed" window={filter.changed} at={at} direction="last" />
    ),
  },
  created: {
    part: "when",
    Field: ({ name, filter, at }) => (
      <WindowField name={name} label="Created" window={filter.created} at={at} direction="last" />
    ),
  },
  expires: {
    part: "when",
    Field: ({ name, filter, at }) => (
      <WindowField name={name} label="Pending and expires" window={filter.expires} at={at} direction="next" />
    ),
  },
  expired: {
    part: "when",
    Field: ({ name, filter, at }) => (
      <WindowField name={name} label="Expired" window={filter.expired} at={at} direction="last" />
    ),
  },
  batch_errors: {
    part: "when",
    Field: ({ name, filter, at }) => (
      <WindowField name={name} label="Batches with errors" window={filter.batch_errors} at={at} direction="last" />
    ),
  },
};

function SearchField({ name, filter }: NamedProps) {
  return (
    <SearchRow
      name={name}
      value={filter.q}
      label="Search by name, email, reference or amount"
      placeholder="Any part of a name, email or reference, or an amount"
    />
  );
}

/** More would fill the form; an address can ask for any. */
const mostFields = 12;

/** One field for each of the organization's own columns. */
function OwnColumnFields({ name, filter: { x = {} }, columns }: NamedProps) {
  const shown = columns.filter(({ key }, index) => index < mostFields || Object.hasOwn(x, key));
  const unknown = Object.keys(x).filter((key) => !columns.some((column) => column.key === key));
  return [...shown, ...unknown.map((key) => ({ key, label: key }))].map(({ key, label }) => (
    <Field key={key} id={`filter-${name}-${key}`} label={label}>
      {(aria) => (
        <Input {...aria} name={`${name}.${key}`} defaultValue={x[key]} maxLength={200} placeholder="Exactly" />
      )}
    </Field>
  ));
}

function StatusField({ name, filter }: NamedProps) {
  return (
    <div className="flex flex-wrap gap-x-4 gap-y-1.5 max-sm:grid max-sm:grid-cols-2 max-sm:gap-y-0">
      {payoutStatuses.map((status) => (
        <label key={status} className="flex items-center gap-1.5 max-sm:min-h-11">
          <input type="checkbox" name={name} value={status} defaultChecked={filter.status?.includes(status)} />{" "}
          {statusTable[status].label}
        </label>
      ))}
    </div>
  );
}

function GroupField({ name, filter }: NamedProps) {
  const options = payoutGroups.map((group) => [group, groupTable[group].label] as const);
  return <ChoiceField name={name} label="Group" value={filter.group} any="Any" options={options} />;
}

function ReplacedField({ name, filter }: NamedProps) {
  return (
    <ChoiceField
      name={name}
      label="Replaced by a new payout"
      value={filter.replaced}
      any="Either"
      options={[
        ["yes", "Yes"],
        ["no", "No"],
      ]}
    />
  );
}

function EvidenceField({ name, filter }: NamedProps) {
  const options = evidences.map((evidence) => [evidence, evidenceTable[evidence].label] as const);
  return (
    <ChoiceField name={name} label="Pending: recipient progress" value={filter.evidence} any="Any" options={options} />
  );
}

function SortField({ name, filter, page }: NamedProps) {
  const options = sortsFor(filter, Infinity).flatMap((key): [string, string][] => [
    [`-${key}`, `${sortTable[key].label}, latest or largest first`],
    [key, `${sortTable[key].label}, earliest or smallest first`],
  ]);
  return <ChoiceField name={name} label="Order by" value={page.sort} any="Most urgent first" options={options} />;
}

/** What the form calls these parameters. */
export const amountLabels = { amount_min: "At least", amount_max: "At most" } as const;

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
