import { Ban, CircleCheck, CircleX, Clock, Hourglass, type LucideIcon } from "lucide-react";
import type { Tone } from "@/lib/payouts/status";
import type { RecipientPayout } from "@/lib/redemptions/queries";
import type { Told } from "@/lib/redemptions/words";
import { PageHeading } from "./page-heading";
import { Line, PayoutCard } from "./payout-card";

const looks: Record<Tone, { icon: LucideIcon; style: string }> = {
  progress: { icon: Clock, style: "bg-progress-soft text-progress" },
  success: { icon: CircleCheck, style: "bg-success-soft text-success" },
  danger: { icon: CircleX, style: "bg-danger-soft text-danger" },
  warning: { icon: Hourglass, style: "bg-warning-soft text-warning" },
  neutral: { icon: Ban, style: "bg-neutral-soft text-neutral" },
};

/** What the recipient sees when there is nothing for them to do here (any more). */
export function Closed({ payout, told }: { payout: RecipientPayout; told: Told }) {
  const { icon: Icon, style } = looks[told.tone];
  return (
    <>
      <span className={`mb-4 inline-flex rounded-full p-3 ${style}`}>
        <Icon aria-hidden className="size-7" />
      </span>
      <PageHeading key={told.title}>{told.title}</PageHeading>
      <p className="mt-2 mb-6 break-words">{told.text}</p>
      <PayoutCard payout={payout}>{payout.paidTo && <Line label="To">{payout.paidTo.account}</Line>}</PayoutCard>
    </>
  );
}
