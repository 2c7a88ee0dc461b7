"use client";

import type { Role } from "@/lib/actor";
import { SubmitButton } from "@/app/_ui/submit-button";
import { ActionForm } from "@/app/(portal)/_ui/action-form";
import { reactivate } from "@/app/(portal)/admin/users/actions";
import { ChangeRole } from "./change-role";
import { DeactivateUser } from "./deactivate-user";
import { SetPassword } from "./set-password";

type Props = { user: { id: string; name: string; role: Role; active: boolean }; isSelf: boolean };

/**
 * What an admin may do with another user. Admins cannot change themselves, because the organization could end up without
 * an admin.
 */
export function UserActions({ user, isSelf }: Props) {
  if (isSelf) return <span className="text-sm text-muted">Only another admin can change your account</span>;
  if (!user.active) {
    return (
      <ActionForm action={reactivate}>
        <input type="hidden" name="userId" value={user.id} />
        <SubmitButton kind="secondary" size="small" pendingLabel="Reactivating…">
          Reactivate <span className="sr-only">{user.name}</span>
        </SubmitButton>
      </ActionForm>
    );
  }
  return (
    <div className="flex flex-wrap gap-1.5 @2xl:justify-end">
      <ChangeRole userId={user.id} name={user.name} to={user.role === "admin" ? "viewer" : "admin"} />
      <SetPassword userId={user.id} name={user.name} />
      <DeactivateUser userId={user.id} name={user.name} />
    </div>
  );
}
