import type { IconName } from "@/app/_ui/icon";
import { Badge } from "@/app/_ui/badge";
import { statusTable, type PayoutStatus } from "@/lib/payouts/status";

const icons: Record<PayoutStatus, IconName> = {
  pending: "clock",
  submitted: "send",
  completed: "circle-check",
  failed_to_send: "circle-x",
  failed_to_process: "shield-x",
  expired: "hourglass",
  canceled: "ban",
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
