"use client";

import type { ReactNode } from "react";
import { Field, Input, Textarea } from "@/app/_ui/field";
import type { payoutFields, ReissueColumn } from "@/lib/payouts/fields/table";
import { problemOf, type Refused } from "@/app/(portal)/_ui/confirm-dialog";
import { DayField } from "@/app/(portal)/_payouts/day-field";
import { moneyOf } from "./money-of";
import type { PayoutDefaults, PayoutSubject } from "@/app/(portal)/_payouts/payout-subject";

type Props = { subject: PayoutSubject; defaults: PayoutDefaults; refused: Refused };

/** Checked against the table of columns, which never comes to the browser itself. */
const maxLengths: { [Column in Exclude<ReissueColumn, "expires_at">]: (typeof payoutFields)[Column]["maxLength"] } = {
  recipient_name: 200,
  email: 254,
  amount: 40,
};

/** An input for each column that the new payout may have otherwise, in the order of the form. */
const inputs: Record<ReissueColumn, (props: Props) => ReactNode> = {
  recipient_name: ({ subject, refused }) => (
    <Field id="reissue-name" label="Recipient name" error={problemOf(refused, "recipient_name")}>
      {(aria) => (
        <Input
          {...aria}
          name="recipient_name"
          required
          maxLength={maxLengths.recipient_name}
          autoComplete="off"
          defaultValue={refused?.typed?.recipient_name ?? subject.recipientName}
        />
      )}
    </Field>
  ),
  email: ({ subject, refused }) => (
    <Field id="reissue-email" label="Email address" error={problemOf(refused, "email")}>
      {(aria) => (
        <Input
          {...aria}
          name="email"
          type="email"
          required
          maxLength={maxLengths.email}
          autoComplete="off"
          defaultValue={refused?.typed?.email ?? subject.recipientEmail}
        />
      )}
    </Field>
  ),
  expires_at: ({ defaults, refused }) => (
    <DayField
      id="reissue-day"
      label="Last day"
      hint={`The new link works until the end of this day (${defaults.timeZone}).`}
      refused={refused}
      start={defaults.usualDay}
    />
  ),
  amount: Amount,
};

/** The new payout as the old one was, to be changed where it must be otherwise. */
export function ReissueFields({ subject, defaults, refused }: Props) {
  const typed = refused?.typed;
  return (
    <>
      {Object.entries(inputs).map(([column, ColumnInput]) => (
        <ColumnInput key={column} subject={subject} defaults={defaults} refused={refused} />
      ))}
      {subject.hasAnswer && <Proof chosen={typed?.answer} />}
      <Field
        id="reissue-note"
        label="Note (optional)"
        hint="Kept in both timelines. The recipient does not see it."
        error={problemOf(refused, "note")}
      >
        {(aria) => <Textarea {...aria} name="note" rows={2} maxLength={500} defaultValue={typed?.note} />}
      </Field>
    </>
  );
}

/** Fixed unless the admin says on purpose that it is to be another. */
function Amount({ subject, refused }: Props) {
  const typed = refused?.typed;
  return (
    <div>
      <p className="mb-1 text-sm font-medium">Amount</p>
      <input
        id="reissue-change"
        type="checkbox"
        name="change_amount"
        className="peer mr-2 align-middle"
        defaultChecked={typed?.change_amount === "on"}
      />
      <label htmlFor="reissue-change">Change the amount</label>
      <span className="float-left mr-4 font-medium tabular-nums peer-checked:hidden">{moneyOf(subject)}</span>
      <div className="mt-2 hidden peer-checked:block">
        <Field
          id="reissue-amount"
          label={`New amount in ${subject.currency}`}
          hint={`It was ${moneyOf(subject)}.`}
          error={problemOf(refused, "amount")}
        >
          {(aria) => (
            <Input
              {...aria}
              name="amount"
              inputMode="decimal"
              maxLength={maxLengths.amount}
              autoComplete="off"
              defaultValue={typed?.amount ?? subject.amount.replaceAll(",", "")}
            />
          )}
        </Field>
      </div>
    </div>
  );
}

const proofs = { same: "Ask for the same answer", code: "Email a code instead" } as const;

function Proof({ chosen = "same" }: { chosen: string | undefined }) {
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium">How the recipient proves who they are</legend>
      {Object.entries(proofs).map(([value, label]) => (
        <label key={value} className="flex items-center gap-2 py-0.5">
          <input type="radio" name="answer" value={value} defaultChecked={value === chosen} /> {label}
        </label>
      ))}
    </fieldset>
  );
}
