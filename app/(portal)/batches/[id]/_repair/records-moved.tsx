import { Notice } from "@/app/_ui/notice";
import type { BatchDetail } from "@/lib/batches/queries";
import type { At } from "@/lib/moment";
import { formatDay, stampZoneOf } from "@/lib/time";
import { counted } from "@/app/(portal)/_ui/figures";

/** Says that the file of a batch, and the rows that it refused, are in the archive. */
export function RecordsMoved({ batch, movedAt, at }: { batch: BatchDetail; movedAt: Date; at: At }) {
  const { refusedCount, repairedCount, setAsideCount } = batch;
  const told = [
    refusedCount > 0 && `${counted(refusedCount, "refused row")}`,
    repairedCount > 0 && `${counted(repairedCount, "repaired row")}`,
    setAsideCount > 0 && `${counted(setAsideCount, "row")} set aside`,
  ].filter((part) => part !== false);
  return (
    <div className="mt-6">
      <Notice tone="neutral" title={["The file", ...told].join(", ")}>
        {told.length > 0 ? "These records were" : "It was"} moved to the archive on{" "}
        {formatDay(movedAt, stampZoneOf(at))}.
        {refusedCount > 0 &&
          " Refused rows cannot be repaired any more: upload what is still to be paid as a new file."}
      </Notice>
    </div>
  );
}
