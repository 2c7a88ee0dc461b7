import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { payoutOfLink, type RecipientPayout } from "@/lib/redemptions/queries";
import { closedWords } from "@/lib/redemptions/words";
import { Closed } from "../_ui/closed";
import { FirstTouch } from "../_ui/first-touch";
import { Pay } from "../_ui/pay";
import { Questions } from "../_ui/questions";
import { RecipientFrame } from "../_ui/recipient-frame";
import { Verify } from "../_ui/verify";
import { Welcome } from "../_ui/welcome";
import { proofFor } from "../proof-cookie";

const robots = { index: false, follow: false };

const lookUp = cache(async (token: string) => payoutOfLink(token, await proofFor(token)));

export async function generateMetadata({ params }: PageProps<"/redeem/[token]">): Promise<Metadata> {
  const payout = await lookUp((await params).token);
  return { title: payout ? { absolute: `Your payout from ${payout.organizationName}` } : "Unknown link", robots };
}

/** What a recipient sees behind their link. It shows and changes nothing: mail scanners open links too. */
export default async function RedeemPage({ params, searchParams }: PageProps<"/redeem/[token]">) {
  const { token } = await params;
  const { step } = await searchParams;
  const payout = await lookUp(token);
  if (!payout) notFound();
  return (
    <RecipientFrame brand={payout}>
      <FirstTouch token={token} />
      <Now token={token} step={step} payout={payout} />
      <Questions payout={payout} />
    </RecipientFrame>
  );
}

/** Where the recipient stands; the address decides only what the payout and the proof leave open. */
function Now({ token, step, payout }: { token: string; step: string | string[] | undefined; payout: RecipientPayout }) {
  const told = closedWords(payout);
  if (told) return <Closed payout={payout} told={told} />;
  if (payout.verified) return <Pay token={token} payout={payout} />;
  if (step === "verify" || step === "pay") return <Verify token={token} payout={payout} again={step === "pay"} />;
  return <Welcome token={token} payout={payout} />;
}
