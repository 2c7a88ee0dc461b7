import { Icon } from "@/app/_ui/icon";
import { signOutAction } from "@/app/(auth)/sign-in/actions";
import { buttonStyle } from "@/app/_ui/button";
import { SoftLink } from "@/app/_ui/soft-link";
import { SubmitButton } from "@/app/_ui/submit-button";
import { roleLabels, type UserActor } from "@/lib/actor";

/** The organization, the signed-in user with their role as a link to their account, and “Sign out”. */
export function AccountMenu({ actor }: { actor: UserActor }) {
  return (
    <div className="mt-auto border-t border-line px-2 pt-3">
      <p className="truncate font-medium" title={actor.organizationName}>
        {actor.organizationName}
      </p>
      <p className="text-sm">
        <SoftLink
          href="/account"
          title={`Your account: ${actor.email}`}
          className="block truncate text-muted hover:text-ink hover:underline max-lg:py-3"
        >
          {actor.name} · {roleLabels[actor.role]}
        </SoftLink>
      </p>
      <SoftLink href="/mentions" className={`${buttonStyle("quiet", "small")} mt-2 -ml-2.5`}>
        <Icon name="inbox" className="size-4" /> Mentions
      </SoftLink>
      <form action={signOutAction} className="-ml-2.5">
        <SubmitButton kind="quiet" size="small" pendingLabel="Signing out…">
          <Icon name="log-out" className="size-4" /> Sign out
        </SubmitButton>
      </form>
    </div>
  );
}
