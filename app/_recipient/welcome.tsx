import Link from "next/link";
import { buttonStyle } from "@/app/_ui/button";
import { deadlineIn } from "@/lib/recipient-words/formats";
import { redeemHref } from "@/app/redeem/redeem-href";
import { Line, PayoutCard } from "./payout-card";
import type { Reading } from "./reading";
import { Step } from "./step";

/** Step 1: the organization, the amount, and what comes next. */
export function Welcome({ token, reading }: { token: string; reading: Reading }) {
  const { payout, language, words } = reading;
  const { organizationName: organization, verification } = payout;
  const { card, welcome } = words.page;
  return (
    <Step number={1} words={words} title={welcome.title({ organization })} reassurance={welcome.reassurance}>
      <PayoutCard {...reading}>
        <Line label={card.availableUntil}>{deadlineIn(language, payout.expiresAt, payout.timeZone)}</Line>
      </PayoutCard>
      <h2 className="mt-6 font-semibold">{welcome.next}</h2>
      <ul className="mt-1 list-disc space-y-1 ps-5 break-words">
        <li>{verification.by === "answer" ? welcome.showAnswer({ organization }) : welcome.showCode(verification)}</li>
        <li>{welcome.choose}</li>
      </ul>
      <Link href={redeemHref(token, "verify")} className={`mt-6 w-full ${buttonStyle("brand", "large")}`}>
        {welcome.continue}
      </Link>
    </Step>
  );
}
