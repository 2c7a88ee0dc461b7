import { cookies } from "next/headers";
import { env } from "@/lib/env";
import type { Proof } from "@/lib/redemptions/proof";
import { tokenHash } from "@/lib/token";

const isHttps = () => env().PORTAL_URL.startsWith("https:");

/** One cookie per link, so that a person with two payouts can have both pages open. */
const nameFor = (token: string) => `${isHttps() ? "__Secure-" : ""}meridian.verified-${tokenHash(token).slice(0, 16)}`;

/** The proof that this browser has for the link; undefined when it has none. */
export async function proofFor(token: string): Promise<string | undefined> {
  return (await cookies()).get(nameFor(token))?.value;
}

/** Stores a proof in the recipient's browser, unreadable for scripts; only for server actions. */
export async function keepProof(token: string, { value, expiresAt }: Proof): Promise<void> {
  (await cookies()).set(nameFor(token), value, {
    httpOnly: true,
    sameSite: "lax",
    path: "/redeem",
    secure: isHttps(),
    expires: expiresAt,
  });
}
