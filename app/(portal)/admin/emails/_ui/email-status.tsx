import { CircleCheck, CircleMinus, CircleX, Clock, MailWarning, type LucideIcon } from "lucide-react";
import { Badge } from "@/app/_ui/badge";
import { emailStatusTable, type EmailStatus } from "@/lib/emails/status";

const icons: Record<EmailStatus, LucideIcon> = {
  queued: Clock,
  sent: CircleCheck,
  bounced: MailWarning,
  failed: CircleX,
  skipped: CircleMinus,
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
