import { createHmac, timingSafeEqual } from "node:crypto";
import { env } from "@/lib/env";

/** How long a proof is valid, in milliseconds. */
export const proofLifeMs = 30 * 60_000;

/** Kept in the recipient's browser: says that they have proved who they are. The server stores nothing of it. */
export type Proof = { value: string; expiresAt: Date };

type Link = { payoutId: string; linkVersion: number };

/** A proof for one version of one payout's link; a new version makes it invalid. */
export function makeProof(link: Link, now: Date): Proof {
  const expiresAt = new Date(now.getTime() + proofLifeMs);
  return { value: `${expiresAt.getTime()}.${signature(link, expiresAt.getTime())}`, expiresAt };
}

/** Whether this text is a proof for the link, made here and not older than it may be. */
export function isProof(value: string | undefined, link: Link, now: Date): boolean {
  const [, until, signed] = /^(\d{1,15})\.([\w-]{43})$/.exec(value ?? "") ?? [];
  if (until === undefined || signed === undefined || Number(until) <= now.getTime()) return false;
  return timingSafeEqual(Buffer.from(signed), Buffer.from(signature(link, Number(until))));
}

function signature({ payoutId, linkVersion }: Link, until: number): string {
  return createHmac("sha256", env().LINK_KEY)
    .update(`verified:${payoutId}:${linkVersion}:${until}`)
    .digest("base64url");
}
