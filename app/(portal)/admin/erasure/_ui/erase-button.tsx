"use client";

import { Field, Input } from "@/app/_ui/field";
import { ConfirmButton, Fact, problemOf } from "@/app/(portal)/_ui/confirm-dialog";
import { erase } from "@/app/(portal)/admin/erasure/actions";

/** Asks for the erasure of one recipient, who must be typed once more. */
export const EraseButton = ({ address }: { address: string }) => (
  <ConfirmButton
    look="danger"
    size="medium"
    action={erase}
    values={{ address }}
    title="Erase this recipient?"
    consequences={
      <>
        Name and address of <Fact>{address}</Fact> are replaced everywhere, with what was written about them. Amounts,
        dates and counts stay. This cannot be undone.
      </>
    }
    fields={(refused) => (
      <Field id="erase-typed" label="Type the address to confirm" error={problemOf(refused, "typed")}>
        {(aria) => <Input {...aria} name="typed" required maxLength={254} autoComplete="off" spellCheck={false} />}
      </Field>
    )}
    keep="Keep the data"
    submit="Erase"
    pendingLabel="Asking…"
    kind="danger"
  >
    Erase…
  </ConfirmButton>
);
