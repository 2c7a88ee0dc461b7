import { headers } from "next/headers";
import { cache } from "react";
import { fallbackLanguage, type Language } from "@/lib/recipient-words/languages";
import { payoutOfLink } from "@/lib/redemptions/queries";
import { requestedPathHeader } from "@/lib/web/request-headers";
import { pageLanguage } from "./page-language";
import { proofFor } from "./proof-cookie";

/** The payout of a link, as this browser may see it. Read once for the document, its title and its page. */
export const payoutOfPage = cache(async (token: string) => payoutOfLink(token, await proofFor(token)));

/**
 * The language of the whole document: that of the recipient’s page, English everywhere else. A page whose payout cannot
 * be read says so itself.
 */
export async function documentLanguage(): Promise<Language> {
  const token = /^\/redeem\/([^/?]+)/.exec((await headers()).get(requestedPathHeader) ?? "")?.[1];
  return token === undefined ? fallbackLanguage : pageLanguage(await payoutOfPage(token).catch(() => null));
}
