import type { UserActor } from "@/lib/actor";
import { chainRoot } from "@/lib/audit/chain/root";
import type { At } from "@/lib/moment";
import { formatInstant } from "@/lib/time";

/** Up to when the log is sealed, and the root that stands for all of it: one press selects it whole. */
export async function SealedUpTo({ actor, at }: { actor: UserActor; at: At }) {
  const root = await chainRoot(actor);
  if (!root)
    return <p className="text-sm text-muted">Nothing is sealed yet. The worker seals entries within a minute.</p>;
  return (
    <p className="flex min-w-0 flex-wrap items-baseline gap-x-2 text-sm text-muted">
      <span>
        Sealed up to{" "}
        <time dateTime={root.sealedAt.toISOString()} className="tabular-nums">
          {formatInstant(root.sealedAt, at.timeZone)}
        </time>
      </span>
      <span
        className="flex min-w-0 max-w-full items-baseline gap-1"
        title="Keep it to prove later that nobody changed the log"
      >
        root <code className="max-w-32 select-all truncate text-ink">{root.hash}</code>
      </span>
    </p>
  );
}
