import { ShieldAlert } from "lucide-react";
import { Badge } from "@/app/_ui/badge";
import { answersWarning } from "@/lib/payouts/answers";
import type { Payout } from "@/lib/payouts/queries";

/** Warns when the recipient's next wrong answer locks the payout; renders nothing otherwise. */
export function AnswersWarning({ payout, limit }: { payout: Payout; limit: number }) {
  const warning = answersWarning(payout, limit);
  if (warning === null) return null;
  return (
    <Badge
      tone="warning"
      icon={ShieldAlert}
      title="The recipient gave wrong verification answers. The next wrong answer locks this payout for good. An admin can allow all answers again: “Reset wrong answers”, under “More”."
    >
      {warning}
    </Badge>
  );
}
