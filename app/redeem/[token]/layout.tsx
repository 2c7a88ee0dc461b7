import type { ReactNode } from "react";
import { recipientWords } from "@/lib/recipient-words/table";
import { WordsInNeed } from "@/app/redeem/_ui/words-in-need";
import { documentLanguage } from "@/app/redeem/page-payout";

/** Hands the browser what to say when the page itself cannot be shown. */
export default async function RedeemLayout({ children }: { children: ReactNode }) {
  const { frame, unreachable } = recipientWords[await documentLanguage()].page;
  return <WordsInNeed words={{ frame, unreachable }}>{children}</WordsInNeed>;
}
