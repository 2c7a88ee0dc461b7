import { Icon, type IconName } from "@/app/_ui/icon";
import type { Tone } from "@/lib/payouts/status";
import type { ClosedText } from "@/lib/redemptions/words";
import { PageHeading } from "@/app/_recipient/page-heading";
import { Line, PayoutCard } from "@/app/_recipient/payout-card";
import type { Reading } from "@/app/_recipient/reading";

const looks: Record<Tone, { icon: IconName; style: string }> = {
  progress: { icon: "clock", style: "bg-progress-soft text-progress" },
  success: { icon: "circle-check", style: "bg-success-soft text-success" },
  danger: { icon: "circle-x", style: "bg-danger-soft text-danger" },
  warning: { icon: "hourglass", style: "bg-warning-soft text-warning" },
  neutral: { icon: "ban", style: "bg-neutral-soft text-neutral" },
};

/** Shown when the recipient has nothing to do on this page (any more). */
export function Closed({ reading, text }: { reading: Reading; text: ClosedText }) {
  const { icon, style } = looks[text.tone];
  return (
    <>
      <span className={`mb-4 inline-flex rounded-full p-3 ${style}`}>
        <Icon name={icon} className="size-7" />
      </span>
      <PageHeading key={text.title}>{text.title}</PageHeading>
      <p className="mt-2 mb-6 break-words">{text.text}</p>
      <PayoutCard {...reading}>
        {text.account !== null && <Line label={reading.words.page.card.to}>{text.account}</Line>}
      </PayoutCard>
    </>
  );
}
