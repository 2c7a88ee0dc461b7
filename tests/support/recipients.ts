import type { RecipientActor } from "@/lib/actor";
import { env } from "@/lib/env";
import { actorOfLink } from "@/lib/web/link-actor";
import { linkToken, type LinkedPayout } from "@/lib/token";
import { oneTimeCode } from "@/lib/payouts/fields/verification";

/** The token of a payout's link, as its email contains it. */
export const tokenOf = (payout: LinkedPayout): string => linkToken(env().LINK_KEY, payout);

/** The actor with the payout's link. */
export async function holderOf(payout: LinkedPayout): Promise<RecipientActor> {
  const actor = await actorOfLink(tokenOf(payout), "test");
  if (!actor) throw new Error("the link leads nowhere");
  return actor;
}

/** The nth code that was emailed to the payout's recipient. */
export const codeOf = ({ id, linkVersion }: LinkedPayout, ordinal: number): string =>
  oneTimeCode(env().LINK_KEY, id, linkVersion, ordinal);

/** A code of six digits that differs from this one. */
export const anotherCode = (code: string): string => code.replace(/^\d/, (digit) => String((Number(digit) + 1) % 10));
