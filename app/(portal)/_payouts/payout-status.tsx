import { Ban, CircleCheck, CircleX, Clock, Hourglass, Send, ShieldX, type LucideIcon } from "lucide-react";
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

/** A payout's status with its icon and color; the meaning shows on hover. */
export function PayoutStatusBadge({ status }: { status: PayoutStatus }) {
  const { label, tone, meaning } = statusTable[status];
  return (
    <Badge tone={tone} icon={icons[status]} title={meaning}>
      {label}
    </Badge>
  );
}
