import { Badge } from "@/app/_ui/badge";

/** Warns when the recipient's next wrong answer locks the payout; renders nothing otherwise. */
export function AnswersWarning({ warning }: { warning: string | null | undefined }) {
  if (!warning) return null;
  return (
    <Badge
      tone="warning"
      icon="shield-alert"
      title="The recipient gave wrong verification answers. The next wrong answer locks this payout for good. An admin can allow all answers again: “Reset wrong answers”, under “More”."
    >
      {warning}
    </Badge>
  );
}
