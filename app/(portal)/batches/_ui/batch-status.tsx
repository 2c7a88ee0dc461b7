import {
  Archive,
  CircleAlert,
  CircleCheck,
  CircleX,
  ClipboardCheck,
  FileClock,
  Inbox,
  LoaderCircle,
  Upload,
  type LucideIcon,
} from "lucide-react";
import { Badge } from "@/app/_ui/badge";
import { batchStatusTable, type BatchStatus } from "@/lib/batches/status";

const icons: Record<BatchStatus, LucideIcon> = {
  uploading: Upload,
  received: Inbox,
  validating: LoaderCircle,
  awaiting_file_check: FileClock,
  ready: ClipboardCheck,
  processing: LoaderCircle,
  processed: CircleCheck,
  partially_processed: CircleAlert,
  rejected: CircleX,
  discarded: Archive,
};

/** A batch's status with its icon and color; the meaning shows on hover. */
export function BatchStatusBadge({ status }: { status: BatchStatus }) {
  const { label, tone, meaning } = batchStatusTable[status];
  return (
    <Badge tone={tone} icon={icons[status]} title={meaning}>
      {label}
    </Badge>
  );
}
