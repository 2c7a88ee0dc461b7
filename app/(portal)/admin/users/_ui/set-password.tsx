"use client";

import { setPassword } from "@/app/(portal)/admin/users/actions";
import { ConfirmButton, Fact } from "@/app/(portal)/_ui/confirm-dialog";
import { PasswordField } from "./password-field";

/** Sets a new password for a user who forgot theirs. */
export const SetPassword = ({ userId, name }: { userId: string; name: string }) => (
  <ConfirmButton
    action={setPassword}
    values={{ userId }}
    title="Set a new password?"
    consequences={
      <>
        The old password of <Fact>{name}</Fact> stops working, and they are signed out everywhere.
      </>
    }
    fields={(refused) => <PasswordField id="new-password" label="New password" error={refused?.message} />}
    keep="Keep old password"
    submit="Set password"
    pendingLabel="Setting…"
    kind="danger"
  >
    Set password <span className="sr-only">of {name}</span>
  </ConfirmButton>
);
