import type { ReasonCount } from "@/lib/ingest-errors/table";
import { counted } from "@/app/(portal)/_ui/figures";

/** Why rows were refused, the most frequent reason first. */
export function Reasons({ reasons }: { reasons: readonly ReasonCount[] }) {
  return (
    <ul aria-label="Refused rows by reason" className="flex flex-wrap gap-x-5 gap-y-1 border-b border-line px-4 py-3">
      {reasons.map(({ code, reason, rows }) => (
        <li key={code}>
          {reason} <span className="text-muted tabular-nums">· {counted(rows, "row")}</span>
        </li>
      ))}
    </ul>
  );
}
