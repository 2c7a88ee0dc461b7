import { Notice } from "@/app/_ui/notice";
import { SoftLink } from "@/app/_ui/soft-link";
import { payoutsHref } from "@/lib/payouts/list/filter";
import { recentlyTo } from "@/lib/payouts/recipients/links";
import { counted } from "@/app/(portal)/_ui/figures";

type Props = {
  payoutId: string;
  /** As `countRecentlyTo` says. */
  recent: number;
};

/** Warns that a recipient got more than one payout of late; the number is that of the list it leads to. */
export function RecentlyPaidNotice({ payoutId, recent }: Props) {
  if (recent < 2) return null;
  return (
    <div className="mb-4">
      <Notice tone="warning" title={`This recipient has ${counted(recent, "payout")} of the last 30 days.`}>
        Check that nothing is paid twice:{" "}
        <SoftLink href={payoutsHref(recentlyTo(payoutId))} className="font-medium underline underline-offset-2">
          View All
        </SoftLink>
      </Notice>
    </div>
  );
}
