"use client";

import { resetFactor } from "@/app/(portal)/admin/users/actions";
import { ConfirmButton, Fact } from "@/app/(portal)/_ui/confirm-dialog";

/** For a user who lost their phone and their recovery codes. */
export const ResetSecondFactor = ({ userId, name }: { userId: string; name: string }) => (
  <ConfirmButton
    action={resetFactor}
    values={{ userId }}
    title="Reset the second factor?"
    consequences={
      <>
        <Fact>{name}</Fact> is signed out everywhere, and then signs in with the password alone. Make sure that it is
        really them who asks: somebody who has only stolen a password would ask the same.
      </>
    }
    keep="Keep it"
    submit="Reset second factor"
    pendingLabel="Resetting…"
    kind="danger"
  >
    Reset second factor <span className="sr-only">of {name}</span>
  </ConfirmButton>
);
