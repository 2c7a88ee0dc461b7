import type { Route } from "next";
import { SoftLink } from "@/app/_ui/soft-link";
import { batchesHref } from "@/lib/batches/filter";
import type { AssignedCounts } from "@/lib/follow-up/queries";
import { payoutsHref } from "@/lib/payouts/list/filter";
import { counted } from "@/app/(portal)/_ui/figures";

const mine = { assigned: "me" } as const;

/** One small line with what a user has, each number a link to its list; nothing where they have nothing. */
export function AssignedToYou({ counts: { payouts, batches } }: { counts: AssignedCounts }) {
  const parts: { words: string; href: Route }[] = [
    ...(payouts > 0 ? [{ words: counted(payouts, "payout"), href: payoutsHref(mine) }] : []),
    ...(batches > 0 ? [{ words: counted(batches, "batch", "batches"), href: batchesHref(mine) }] : []),
  ];
  if (parts.length === 0) return null;
  return (
    <p className="-mt-2 mb-4 text-muted">
      Assigned to you:{" "}
      {parts.map(({ words, href }, index) => (
        <span key={href}>
          {index > 0 && ", "}
          <SoftLink href={href} className="font-medium text-ink underline underline-offset-2">
            {words}
          </SoftLink>
        </span>
      ))}
    </p>
  );
}
