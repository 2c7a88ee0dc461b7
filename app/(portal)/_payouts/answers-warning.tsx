import { ShieldAlert } from "lucide-react";
import { Badge } from "@/app/_ui/badge";
import { answersWarning } from "@/lib/payouts/answers";
import type { Payout } from "@/lib/payouts/queries";

/** Warns while the recipient's next wrong answer locks them out; nothing otherwise. */
export function AnswersWarning({ payout, limit }: { payout: Payout; limit: number }) {
  const warning = answersWarning(payout, limit);
  if (warning === null) return null;
  return (
    <Badge
      tone="warning"
      icon={ShieldAlert}
      title="The recipient has given wrong verification answers; the next wrong one locks this payout for good. Give answers back, under More, starts them anew."
    >
      {warning}
    </Badge>
  );
}
