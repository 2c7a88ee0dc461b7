import { SoftLink } from "@/app/_ui/soft-link";
import { isAdmin, type UserActor } from "@/lib/actor";
import { auditHref, type AuditFilter } from "@/lib/audit/filter";

type Props = { actor: UserActor; filter: AuditFilter };

/** Leads an admin to the entries of the audit log that are about what the page shows; nothing for others. */
export function AuditLogLink({ actor, filter }: Props) {
  if (!isAdmin(actor)) return null;
  return (
    <SoftLink href={auditHref(filter)} className="text-sm underline underline-offset-2">
      In the audit log
    </SoftLink>
  );
}
