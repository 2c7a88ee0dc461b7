import { SoftLink } from "@/app/_ui/soft-link";
import { Badge } from "@/app/_ui/badge";
import { Row, Td } from "@/app/_ui/table";
import { Timestamp } from "@/app/_ui/timestamp";
import { roleLabels } from "@/lib/actor";
import { auditHref } from "@/lib/audit/filter";
import type { At } from "@/lib/moment";
import type { UserRow as User } from "@/lib/users/queries";
import { userStateTable } from "@/lib/users/status";
import { UserActions } from "./user-actions";

/** An invitation also says until when its link works, or that it has ended. */
function Access({ user: { state, invitationEndsAt }, at }: { user: User; at: At }) {
  const { label, tone, icon } = userStateTable[state];
  const ended = invitationEndsAt !== null && invitationEndsAt <= at.now;
  return (
    <>
      <Badge tone={ended ? "warning" : tone} icon={icon}>
        {ended ? "Invitation ended" : label}
      </Badge>
      {invitationEndsAt && (
        <div className="mt-1 text-sm text-muted">
          {ended ? "Ended" : "Ends"} <Timestamp at={invitationEndsAt} {...at} />
        </div>
      )}
    </>
  );
}

function LastSignIn({ at, moment }: { at: Date | null; moment: At }) {
  return at ? <Timestamp at={at} {...moment} /> : <span className="text-muted">Never</span>;
}

type Props = { user: User /** What people call the identity provider. */; provider: string; at: At; isSelf: boolean };

/** On narrow screens, what has no column is shown below the name. */
export function UserRow({ user, provider, at, isSelf }: Props) {
  const { id, name, role, state, hasJoined, hasSecondFactor, isLinked } = user;
  const shown = { id, name, role, state, hasJoined, hasSecondFactor, isLinked };
  const actions = <UserActions user={shown} provider={provider} isSelf={isSelf} />;
  return (
    <Row>
      <Td>
        <SoftLink
          href={auditHref({ who: user.id })}
          title={`Audit log of ${user.name}`}
          className="font-medium hover:underline"
        >
          {user.name}
        </SoftLink>
        {isSelf && <span className="text-muted"> (you)</span>}
        <div className="text-sm text-muted">
          <span data-copy="">{user.email}</span>
          {user.isLinked && <> · signs in with {provider}</>}
          {user.hasSecondFactor && <> · second factor on</>} ·{" "}
          <SoftLink href={auditHref({ user: user.id })} className="underline underline-offset-2">
            changes and sign-ins
          </SoftLink>
        </div>
        <div className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-sm @2xl:hidden">
          {roleLabels[user.role]} <Access user={user} at={at} />
        </div>
        <div className="mt-1 text-sm text-muted @4xl:hidden">
          Last sign-in: <LastSignIn at={user.lastSignInAt} moment={at} />
        </div>
        <div className="mt-2 @2xl:hidden">{actions}</div>
      </Td>
      <Td from="tablet">{roleLabels[user.role]}</Td>
      <Td from="tablet">
        <Access user={user} at={at} />
      </Td>
      <Td from="desktop">
        <LastSignIn at={user.lastSignInAt} moment={at} />
      </Td>
      <Td right from="tablet">
        {actions}
      </Td>
    </Row>
  );
}
