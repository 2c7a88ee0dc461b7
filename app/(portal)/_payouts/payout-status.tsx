import {
  Ban,
  ChevronDown,
  CircleCheck,
  CircleX,
  Clock,
  FilePlus,
  Hourglass,
  Mail,
  RotateCw,
  Send,
  ShieldX,
  type LucideIcon,
} from "lucide-react";
import { Badge } from "@/app/_ui/badge";
import { statusTable, type PayoutStatus } from "@/lib/payouts/status";

const icons: Record<PayoutStatus, LucideIcon> = {
  pending: Clock,
  submitted: Send,
  completed: CircleCheck,
  failed_to_send: CircleX,
  failed_to_process: ShieldX,
  expired: Hourglass,
  canceled: Ban,
};

/** Icons that rows of payouts refer to by name: those of statuses, and of the buttons in a narrow cell. */
export const rowIcons: Readonly<Record<string, LucideIcon>> = {
  ...icons,
  resend: Mail,
  cancel: CircleX,
  retry: RotateCw,
  reissue: FilePlus,
  more: ChevronDown,
};

/**
 * A payout's status with its icon and color; the meaning shows on hover.
 * `inRow`: its icon is in the page's sprite.
 */
export function PayoutStatusBadge({ status, inRow }: { status: PayoutStatus; inRow?: boolean }) {
  const { label, tone, meaning } = statusTable[status];
  return (
    <Badge tone={tone} icon={inRow ? status : icons[status]} title={meaning}>
      {label}
    </Badge>
  );
}
