import type { IconName } from "@/app/_ui/icon";
import { Badge } from "@/app/_ui/badge";
import { batchStatusTable, type BatchStatus } from "@/lib/batches/status";

const icons: Record<BatchStatus, IconName> = {
  uploading: "upload",
  received: "inbox",
  validating: "loader-circle",
  awaiting_columns: "table-properties",
  awaiting_file_check: "file-clock",
  ready: "clipboard-check",
  processing: "loader-circle",
  processed: "circle-check",
  partially_processed: "circle-alert",
  rejected: "circle-x",
  discarded: "archive",
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
