import { Ban, CircleCheck, CircleX, Clock, Hourglass, type LucideIcon } from "lucide-react";
import type { Tone } from "@/lib/payouts/status";
import type { RecipientPayout } from "@/lib/redemptions/queries";
import type { ClosedText } from "@/lib/redemptions/words";
import { PageHeading } from "./page-heading";
import { Line, PayoutCard } from "./payout-card";

const looks: Record<Tone, { icon: LucideIcon; style: string }> = {
  progress: { icon: Clock, style: "bg-progress-soft text-progress" },
  success: { icon: CircleCheck, style: "bg-success-soft text-success" },
  danger: { icon: CircleX, style: "bg-danger-soft text-danger" },
  warning: { icon: Hourglass, style: "bg-warning-soft text-warning" },
  neutral: { icon: Ban, style: "bg-neutral-soft text-neutral" },
};

/** Shown when the recipient has nothing to do on this page (any more). */
export function Closed({ payout, text }: { payout: RecipientPayout; text: ClosedText }) {
  const { icon: Icon, style } = looks[text.tone];
  return (
    <>
      <span className={`mb-4 inline-flex rounded-full p-3 ${style}`}>
        <Icon aria-hidden className="size-7" />
      </span>
      <PageHeading key={text.title}>{text.title}</PageHeading>
      <p className="mt-2 mb-6 break-words">{text.text}</p>
      <PayoutCard payout={payout}>{payout.paidTo && <Line label="To">{payout.paidTo.account}</Line>}</PayoutCard>
    </>
  );
}
