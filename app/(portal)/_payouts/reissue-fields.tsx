"use client";

import { Field, Input, Textarea } from "@/app/_ui/field";
import { problemOf, type Refused } from "@/app/(portal)/_ui/confirm-dialog";
import type { PayoutSubject } from "./payout-subject";

/** The new payout as the old one was, to be changed where it must be otherwise. */
export function ReissueFields({ subject, refused }: { subject: PayoutSubject; refused: Refused }) {
  const typed = refused?.typed;
  return (
    <>
      <Field id="reissue-name" label="Recipient name" error={problemOf(refused, "recipient_name")}>
        {(aria) => (
          <Input
            {...aria}
            name="recipient_name"
            required
            maxLength={200}
            autoComplete="off"
            defaultValue={typed?.recipient_name ?? subject.recipientName}
          />
        )}
      </Field>
      <Field id="reissue-email" label="Email address" error={problemOf(refused, "email")}>
        {(aria) => (
          <Input
            {...aria}
            name="email"
            type="email"
            required
            maxLength={254}
            autoComplete="off"
            defaultValue={typed?.email ?? subject.recipientEmail}
          />
        )}
      </Field>
      <Field
        id="reissue-day"
        label="Last day"
        hint={`The new link works until the end of this day (${subject.timeZone}).`}
        error={problemOf(refused, "expires_at")}
      >
        {(aria) => (
          <Input
            {...aria}
            name="expires_at"
            type="date"
            required
            defaultValue={typed?.expires_at ?? subject.usualDay}
          />
        )}
      </Field>
      <Amount subject={subject} refused={refused} />
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
function Amount({ subject, refused }: { subject: PayoutSubject; refused: Refused }) {
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
      <span className="float-left mr-4 font-medium tabular-nums peer-checked:hidden">{subject.amount}</span>
      <div className="mt-2 hidden peer-checked:block">
        <Field
          id="reissue-amount"
          label={`New amount in ${subject.currency}`}
          hint={`It was ${subject.amount}.`}
          error={problemOf(refused, "amount")}
        >
          {(aria) => (
            <Input
              {...aria}
              name="amount"
              inputMode="decimal"
              maxLength={40}
              autoComplete="off"
              defaultValue={typed?.amount ?? subject.amountTyped}
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
