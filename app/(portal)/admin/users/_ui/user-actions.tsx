"use client";

import type { UserRow } from "@/lib/users/queries";
import { isOpenTo } from "@/lib/users/status";
import { SubmitButton } from "@/app/_ui/submit-button";
import { ActionForm } from "@/app/(portal)/_ui/action-form";
import { reactivate } from "@/app/(portal)/admin/users/actions";
import { ChangeRole } from "./change-role";
import { DeactivateUser } from "./deactivate-user";
import { ResendInvitation, RevokeInvitation } from "./invitation-actions";
import { ResetSecondFactor } from "./reset-second-factor";
import { UnlinkOidc } from "./unlink-oidc";

type Props = {
  user: Pick<UserRow, "id" | "name" | "role" | "state" | "hasJoined" | "hasSecondFactor" | "isLinked">;
  /** What people call the identity provider. */
  provider: string;
  isSelf: boolean;
};

/**
 * What an admin may do with another user. Admins cannot change themselves, because the organization could end up without
 * an admin.
 */
export function UserActions({ user, provider, isSelf }: Props) {
  if (isSelf) return <span className="text-sm text-muted">Only another admin can change your account</span>;
  const { id: userId, name, state } = user;
  const about = { userId, name };
  const mayAct = state !== "deactivated";
  return (
    <div className="flex flex-wrap gap-1.5 @2xl:justify-end">
      {isOpenTo("invite", user) && (
        <ResendInvitation {...about} label={state === "invited" ? "Resend invitation" : "Invite again"} />
      )}
      {mayAct && <ChangeRole {...about} to={user.role === "admin" ? "viewer" : "admin"} />}
      {mayAct && user.hasSecondFactor && <ResetSecondFactor {...about} />}
      {user.isLinked && <UnlinkOidc {...about} provider={provider} />}
      {isOpenTo("revoke", user) && <RevokeInvitation {...about} />}
      {isOpenTo("deactivate", user) && <DeactivateUser {...about} />}
      {isOpenTo("reactivate", user) && (
        <ActionForm action={reactivate}>
          <input type="hidden" name="userId" value={userId} />
          <SubmitButton kind="secondary" size="small" pendingLabel="Reactivating…">
            Reactivate <span className="sr-only">{name}</span>
          </SubmitButton>
        </ActionForm>
      )}
    </div>
  );
}
