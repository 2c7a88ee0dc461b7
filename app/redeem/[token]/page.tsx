import { Ban, CircleCheck, CircleX, Clock, Hourglass, type LucideIcon } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { Card, Fact, Facts } from "@/app/_ui/card";
import type { Tone } from "@/lib/payouts/status";
import { amountInWords } from "@/lib/plain-words";
import { payoutOfLink } from "@/lib/redemptions/queries";
import { recipientWords, type Told } from "@/lib/redemptions/words";
import { FirstTouch } from "../_ui/first-touch";
import { RecipientFrame } from "../_ui/recipient-frame";

export const metadata: Metadata = { title: "Your payout", robots: { index: false, follow: false }, referrer: "no-referrer" };

const lookUp = cache(payoutOfLink);

/** What a recipient sees behind their link. It shows and changes nothing: mail scanners open links too. */
export default async function RedeemPage({ params }: PageProps<"/redeem/[token]">) {
  const { token } = await params;
  const payout = await lookUp(token);
  if (!payout) notFound();
  const { organizationName, supportEmail } = payout;
  return (
    <RecipientFrame>
      <FirstTouch token={token} />
      <p className="text-lg text-muted">Hello {payout.recipientName},</p>
      <h1 tabIndex={-1} className="mt-1 text-xl font-semibold tracking-tight text-balance break-words outline-none">
        Your payout from {organizationName}
      </h1>
      <Card className="mt-5">
        <p className="px-4 pt-4 text-2xl font-semibold tracking-tight break-words tabular-nums">{amountInWords(payout.amountMinor, payout.currency)}</p>
        <Standing {...recipientWords(payout)} />
        <Facts>
          <Fact label="Reference">{payout.reference}</Fact>
        </Facts>
      </Card>
      <section aria-labelledby="questions" className="mt-6">
        <h2 id="questions" className="font-medium">
          Questions, or does something look wrong?
        </h2>
        <p className="mt-1">
          Write to {organizationName} at{" "}
          <a href={`mailto:${supportEmail}`} className="font-medium break-all underline underline-offset-2">
            {supportEmail}
          </a>{" "}
          and name the reference above.
        </p>
        <p className="mt-3 text-muted">We never ask for your password, your card number or a fee. This page is for you alone, so please do not pass its link on.</p>
      </section>
    </RecipientFrame>
  );
}

const looks: Record<Tone, { icon: LucideIcon; style: string }> = {
  progress: { icon: Clock, style: "bg-progress-soft text-progress" },
  success: { icon: CircleCheck, style: "bg-success-soft text-success" },
  danger: { icon: CircleX, style: "bg-danger-soft text-danger" },
  warning: { icon: Hourglass, style: "bg-warning-soft text-warning" },
  neutral: { icon: Ban, style: "bg-neutral-soft text-neutral" },
};

function Standing({ title, text, tone }: Told) {
  const { icon: Icon, style } = looks[tone];
  return (
    <div className={`mx-4 mt-3 flex gap-3 rounded-control p-3 ${style}`}>
      <Icon aria-hidden className="mt-0.5 size-5 shrink-0" />
      <div className="min-w-0 text-lg break-words">
        <p className="font-semibold">{title}</p>
        <p className="mt-0.5">{text}</p>
      </div>
    </div>
  );
}
