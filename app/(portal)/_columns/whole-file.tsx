"use client";

import { Field, Input, Select } from "@/app/_ui/field";
import type { Role } from "@/lib/batches/file-format/mapping/roles";

/** What was said, or guessed, before. */
export type Said = {
  headerLine: number | null;
  roles: (Role | null)[];
  constants: Partial<Record<"amount" | "currency" | "expires_at", string>>;
  nameFromAddress: boolean;
  keepsChosen: boolean;
  decimalMark: "." | "," | null;
  dateForm: "day_first" | "month_first" | "year_first" | null;
};

/** Of each column a value that shows that something has to be said; null where none does. `stopped`: perhaps one further below does. */
export type Unclear = { amounts: (string | null)[]; dates: (string | null)[]; stopped: boolean };

type Props = {
  answers: Said;
  roles: (Role | null)[];
  /** Null where there is no file to look at: then everything is asked. */
  unclear: Unclear | null;
  chosenWords: string | null;
};

/** What holds for every row: columns that the file lacks, and how it writes amounts and dates. */
export function WholeFile({ answers, roles, unclear, chosenWords }: Props) {
  const has = (...wanted: Role[]) => wanted.some((role) => roles.includes(role));
  const amount = unclear?.amounts[roles.indexOf("amount")] ?? null;
  const date = unclear?.dates[roles.indexOf("expires_at")] ?? null;
  const asksAll = unclear?.stopped ?? true;
  const asksMark = amount !== null || answers.decimalMark !== null || (asksAll && has("amount"));
  const asksDates = date !== null || answers.dateForm !== null || (asksAll && has("expires_at"));
  return (
    <fieldset className="px-4 py-4">
      <legend className="sr-only">What holds for every row</legend>
      <h2 className="mb-3 text-lg font-semibold">For every row</h2>
      <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
        {asksMark && <DecimalMark value={answers.decimalMark} example={amount} />}
        {asksDates && <DateForm value={answers.dateForm} example={date} />}
        {!has("currency") && chosenWords && (
          <Box name="keepsChosen" on={answers.keepsChosen}>
            Take the currency from {chosenWords}
          </Box>
        )}
        {!has("currency") && (
          <Constant name="constantCurrency" label="Currency of every row" hint="Three letters, such as EUR.">
            {answers.constants.currency}
          </Constant>
        )}
        {!has("amount") && (
          <Constant name="constantAmount" label="Amount of every row" hint="Plain digits, such as 50.00.">
            {answers.constants.amount}
          </Constant>
        )}
        {!has("recipient_name", "first_name", "last_name") && (
          <Box name="nameFromAddress" on={answers.nameFromAddress}>
            Take the name from the address: ada.byron@example.com becomes Ada Byron
          </Box>
        )}
        {!has("expires_at") && (
          <Constant
            name="constantExpiry"
            label="Expiry of every row"
            hint="Left empty, your organization’s usual lifetime applies."
          >
            {answers.constants.expires_at}
          </Constant>
        )}
      </div>
    </fieldset>
  );
}

const DecimalMark = ({ value, example }: { value: Said["decimalMark"]; example: string | null }) => (
  <Field
    id="decimal-mark"
    label="What separates decimals"
    hint={example === null ? undefined : `“${example}” is among the amounts.`}
  >
    {(aria) => (
      <Select {...aria} name="decimalMark" defaultValue={value ?? ""}>
        <option value="">{example === null ? "Read amounts as they are written" : "Choose"}</option>
        <option value=",">A comma: 1.234,56 means 1234.56</option>
        <option value=".">A point: 1,234.56 means 1234.56</option>
      </Select>
    )}
  </Field>
);

const DateForm = ({ value, example }: { value: Said["dateForm"]; example: string | null }) => (
  <Field
    id="date-form"
    label="How dates are written"
    hint={example === null ? undefined : `“${example}” is among the dates.`}
  >
    {(aria) => (
      <Select {...aria} name="dateForm" defaultValue={value ?? ""}>
        <option value="">{example === null ? "Read dates as they are written" : "Choose"}</option>
        <option value="day_first">Day, month, year: 31.12.2027</option>
        <option value="month_first">Month, day, year: 12/31/2027</option>
        <option value="year_first">Year, month, day: 2027/12/31</option>
      </Select>
    )}
  </Field>
);

const Constant = ({
  name,
  label,
  hint,
  children,
}: {
  name: string;
  label: string;
  hint: string;
  children: string | undefined;
}) => (
  <Field id={name} label={label} hint={hint}>
    {(aria) => <Input {...aria} name={name} maxLength={40} autoComplete="off" defaultValue={children ?? ""} />}
  </Field>
);

const Box = ({ name, on, children }: { name: string; on: boolean; children: React.ReactNode }) => (
  <label className="flex items-start gap-2">
    <input type="checkbox" name={name} defaultChecked={on} className="mt-1" />
    <span>{children}</span>
  </label>
);
