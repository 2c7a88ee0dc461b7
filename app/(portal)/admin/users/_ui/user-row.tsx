import { SoftLink } from "@/app/_ui/soft-link";
import { Badge } from "@/app/_ui/badge";
import { Row, Td } from "@/app/_ui/table";
import { Timestamp } from "@/app/_ui/timestamp";
import { roleLabels } from "@/lib/actor";
import { auditHref } from "@/lib/audit/filter";
import type { At } from "@/lib/moment";
import type { UserRow as User } from "@/lib/users/queries";
import { UserActions } from "./user-actions";

function Access({ active }: { active: boolean }) {
  return active ? (
    <Badge tone="success" icon="circle-check">
      Active
    </Badge>
  ) : (
    <Badge tone="neutral" icon="ban">
      Deactivated
    </Badge>
  );
}

function LastSignIn({ at, moment }: { at: Date | null; moment: At }) {
  return at ? <Timestamp at={at} {...moment} /> : <span className="text-muted">Never</span>;
}

/** On narrow screens, what has no column is shown below the name. */
export function UserRow({ user, at, isSelf }: { user: User; at: At; isSelf: boolean }) {
  const actions = (
    <UserActions user={{ id: user.id, name: user.name, role: user.role, active: user.active }} isSelf={isSelf} />
  );
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
        <div className="text-sm text-muted">{user.email}</div>
        <div className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-sm @2xl:hidden">
          {roleLabels[user.role]} <Access active={user.active} />
        </div>
        <div className="mt-1 text-sm text-muted @4xl:hidden">
          Last sign-in: <LastSignIn at={user.lastSignInAt} moment={at} />
        </div>
        <div className="mt-2 @2xl:hidden">{actions}</div>
      </Td>
      <Td from="tablet">{roleLabels[user.role]}</Td>
      <Td from="tablet">
        <Access active={user.active} />
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
