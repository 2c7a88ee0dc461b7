"use client";

import { deactivate } from "@/app/(portal)/admin/users/actions";
import { ConfirmButton, Fact } from "@/app/(portal)/_ui/confirm-dialog";

/** Asks for a confirmation and says what a deactivation does. */
export const DeactivateUser = ({ userId, name }: { userId: string; name: string }) => (
  <ConfirmButton
    action={deactivate}
    values={{ userId }}
    title="Deactivate this user?"
    consequences={
      <>
        <Fact>{name}</Fact> is signed out everywhere immediately and can no longer sign in. What they did stays in the
        audit log. You can reactivate them later.
      </>
    }
    keep="Keep active"
    submit="Deactivate user"
    pendingLabel="Deactivating…"
    kind="danger"
  >
    Deactivate <span className="sr-only">{name}</span>
  </ConfirmButton>
);
