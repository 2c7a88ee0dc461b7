import { hasSuggestions } from "@/lib/batches/repair/suggested-values";
import type { ReasonCount } from "@/lib/ingest-errors/table";
import { SetReasonAside } from "./set-aside";
import { UseSuggestions } from "./use-suggestions";

/** What an admin can do with all refused rows of one reason at once. */
export function ReasonTools({ batchId, chosen }: { batchId: string; chosen: ReasonCount }) {
  const { code, rows } = chosen;
  return (
    <div className="flex flex-wrap gap-2 border-b border-line bg-sunken px-4 py-3">
      {hasSuggestions(code) && <UseSuggestions batchId={batchId} code={code} rows={rows} />}
      <SetReasonAside batchId={batchId} code={code} rows={rows} />
    </div>
  );
}
