"use client";

import { unlink } from "@/app/(portal)/admin/users/actions";
import { ConfirmButton, Fact } from "@/app/(portal)/_ui/confirm-dialog";

/** For a user who has a new account at the identity provider. `provider`: what people call it. */
export const UnlinkOidc = ({ userId, name, provider }: { userId: string; name: string; provider: string }) => (
  <ConfirmButton
    action={unlink}
    values={{ userId }}
    title={`Unlink the sign-in with ${provider}?`}
    consequences={
      <>
        <Fact>{name}</Fact> is signed out everywhere. Whoever signs in next with {provider} and the verified email
        address of this user is linked to it. Make sure that the address belongs to them.
      </>
    }
    keep="Keep it linked"
    submit="Unlink"
    pendingLabel="Unlinking…"
    kind="danger"
  >
    Unlink sign-in with {provider} <span className="sr-only">of {name}</span>
  </ConfirmButton>
);
