import type { IconName } from "@/app/_ui/icon";
import { Badge } from "@/app/_ui/badge";
import { emailStatusTable, type EmailStatus } from "@/lib/emails/status";

const icons: Record<EmailStatus, IconName> = {
  queued: "clock",
  sent: "circle-check",
  bounced: "mail-warning",
  failed: "circle-x",
  skipped: "circle-minus",
};

/** An email's status with its icon and color; the meaning shows on hover. */
export function EmailStatusBadge({ status }: { status: EmailStatus }) {
  const { label, tone, meaning } = emailStatusTable[status];
  return (
    <Badge tone={tone} icon={icons[status]} title={meaning}>
      {label}
    </Badge>
  );
}
