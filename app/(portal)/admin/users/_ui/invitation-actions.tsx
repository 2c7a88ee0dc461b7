"use client";

import { SubmitButton } from "@/app/_ui/submit-button";
import { ActionForm } from "@/app/(portal)/_ui/action-form";
import { ConfirmButton, Fact } from "@/app/(portal)/_ui/confirm-dialog";
import { resendInvitation, revoke } from "@/app/(portal)/admin/users/actions";

type Props = { userId: string; name: string };

/** Sends an invitation anew: while one is open, or after it was revoked. */
export const ResendInvitation = ({ userId, name, label }: Props & { label: string }) => (
  <ActionForm action={resendInvitation}>
    <input type="hidden" name="userId" value={userId} />
    <SubmitButton kind="secondary" size="small" pendingLabel="Sending…">
      {label} <span className="sr-only">to {name}</span>
    </SubmitButton>
  </ActionForm>
);

/** Asks for a confirmation and says what becomes of the link. */
export const RevokeInvitation = ({ userId, name }: Props) => (
  <ConfirmButton
    action={revoke}
    values={{ userId }}
    title="Revoke this invitation?"
    consequences={
      <>
        The link that <Fact>{name}</Fact> got stops working immediately. You can invite them again later.
      </>
    }
    keep="Keep invitation"
    submit="Revoke invitation"
    pendingLabel="Revoking…"
    kind="danger"
  >
    Revoke <span className="sr-only">the invitation of {name}</span>
  </ConfirmButton>
);
