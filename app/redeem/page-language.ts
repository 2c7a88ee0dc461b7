import { cookies, headers } from "next/headers";
import { env } from "@/lib/env";
import { askedLanguage, fallbackLanguage, languageOfTag, type Language } from "@/lib/recipient-words/languages";
import type { RecipientPayout } from "@/lib/redemptions/queries";

const isHttps = () => env().PORTAL_URL.startsWith("https:");

/** One for all links: who reads one page in a language reads the next one in it too. */
const cookieName = () => `${isHttps() ? "__Secure-" : ""}meridian.language`;

const keptForS = 180 * 86_400;

/** Keeps in the recipient's browser which language they chose; only for server actions. */
export async function keepLanguage(language: Language): Promise<void> {
  (await cookies()).set(cookieName(), language, {
    httpOnly: true,
    sameSite: "lax",
    path: "/redeem",
    secure: isHttps(),
    maxAge: keptForS,
  });
}

/**
 * The language of a recipient's page: what they chose in this browser; else that of the payout; else the most wanted one
 * of the browser; else that of the organization.
 */
export async function pageLanguage(
  payout: Pick<RecipientPayout, "language" | "defaultLanguage"> | null,
): Promise<Language> {
  const chosen = languageOfTag((await cookies()).get(cookieName())?.value ?? "");
  return (
    chosen ??
    payout?.language ??
    askedLanguage((await headers()).get("accept-language")) ??
    payout?.defaultLanguage ??
    fallbackLanguage
  );
}
