"use client";

import { Field, Textarea } from "@/app/_ui/field";
import { noteBounce } from "@/app/(portal)/admin/emails/actions";
import { ConfirmButton, Fact, problemOf } from "@/app/(portal)/_ui/confirm-dialog";

/** Records a bounce by hand, because bounce messages arrive in a person's mailbox and not in Meridian. */
export const NoteBounce = ({ emailId, address }: { emailId: string; address: string }) => (
  <ConfirmButton
    action={noteBounce}
    values={{ emailId }}
    title="Mark this email as bounced?"
    consequences={
      <>
        Do this if a message in your mailbox says that the email could not be delivered to <Fact>{address}</Fact>. The
        payout is then listed with the recipients who were not reached.
      </>
    }
    fields={(refused) => (
      <Field id="bounce-text" label="Text of the message (optional)" error={problemOf(refused, "said")}>
        {(aria) => <Textarea {...aria} name="said" rows={2} maxLength={300} placeholder="550 5.1.1 No such mailbox" />}
      </Field>
    )}
    keep="Not now"
    submit="Mark as bounced"
    pendingLabel="Saving…"
  >
    Mark as bounced
  </ConfirmButton>
);
