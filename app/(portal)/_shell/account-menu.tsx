import { Icon } from "@/app/_ui/icon";
import { signOutAction } from "@/app/(auth)/sign-in/actions";
import { SubmitButton } from "@/app/_ui/submit-button";
import { roleLabels, type UserActor } from "@/lib/actor";

/** The organization, the signed-in user with their role, and “Sign out”. */
export function AccountMenu({ actor }: { actor: UserActor }) {
  return (
    <div className="mt-auto border-t border-line px-2 pt-3">
      <p className="truncate font-medium" title={actor.organizationName}>
        {actor.organizationName}
      </p>
      <p className="truncate text-sm text-muted" title={actor.email}>
        {actor.name} · {roleLabels[actor.role]}
      </p>
      <form action={signOutAction} className="mt-2 -ml-2.5">
        <SubmitButton kind="quiet" size="small" pendingLabel="Signing out…">
          <Icon name="log-out" className="size-4" /> Sign out
        </SubmitButton>
      </form>
    </div>
  );
}
