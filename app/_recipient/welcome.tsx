import Link from "next/link";
import { buttonStyle } from "@/app/_ui/button";
import { formatDeadline } from "@/lib/time";
import type { RecipientPayout } from "@/lib/redemptions/queries";
import { redeemHref } from "@/app/redeem/redeem-href";
import { Line, PayoutCard } from "./payout-card";
import { Step } from "./step";

/** Step 1: the organization, the amount, and what comes next. */
export function Welcome({ token, payout }: { token: string; payout: RecipientPayout }) {
  const { organizationName, verification } = payout;
  return (
    <Step
      number={1}
      title={`${organizationName} has a payout for you`}
      reassurance="It takes about two minutes. Nothing is sent before you confirm at the end."
    >
      <PayoutCard payout={payout}>
        <Line label="Available until">{formatDeadline(payout.expiresAt, payout.timeZone)}</Line>
      </PayoutCard>
      <h2 className="mt-6 font-semibold">What comes next</h2>
      <ul className="mt-1 list-disc space-y-1 pl-5 break-words">
        <li>
          You show that it is you,{" "}
          {verification.by === "answer"
            ? `with the code that ${organizationName} gave you`
            : `with a code that we email to ${verification.sentTo}`}
          .
        </li>
        <li>You choose how to be paid. Please have your bank account details ready.</li>
      </ul>
      <Link href={redeemHref(token, "verify")} className={`mt-6 w-full ${buttonStyle("brand", "large")}`}>
        Continue
      </Link>
    </Step>
  );
}
