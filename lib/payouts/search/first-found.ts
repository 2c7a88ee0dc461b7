import { readFor, type Executor } from "@/db/client";
import type { Actor } from "@/lib/actor";
import { formatAmount } from "@/lib/money";
import type { At } from "@/lib/moment";
import { payoutRows, type Payout } from "@/lib/payouts/queries";
import type { PayoutStatus } from "@/lib/payouts/status";
import { findPayouts, someFound, type FoundByText } from "./found";

/** A payout as the command menu shows it. `amount`: "1,234.56". */
export type FoundPayout = {
  id: string;
  recipientName: string;
  recipientEmail: string;
  reference: string;
  amount: string;
  currency: string;
  status: PayoutStatus;
};

const shownAtMost = 8;
/** Each payout that a search found by its id costs some blocks, so no more are read for eight. */
const readAtMost = 200;

/**
 * The first payouts that a search finds among the actor's, at most eight: those at the top of its list. Where it finds
 * many, or may lack some, those among what changed last come first, and any of the others follow.
 */
export const firstFound = (actor: Actor, q: string, at: At, executor?: Executor): Promise<FoundPayout[]> =>
  readFor(actor, async (on) => (await firstPayouts(actor, q, at, on)).map(shown), { executor });

async function firstPayouts(actor: Actor, q: string, at: At, on: Executor): Promise<Payout[]> {
  const view = { filter: { q }, page: {} };
  const found = await findPayouts(actor, q, on, readAtMost);
  const read = async (text: FoundByText) => (await payoutRows(actor, view, at, shownAtMost, on, { text })).rows;
  const known = found.ids === "many" ? null : await read(found);
  if (known && found.whole) return known;
  const newest = await read({ ...found, ids: "many" });
  if (newest.length === shownAtMost) return newest;
  const readSome = async () => {
    const ids = await someFound(actor, q, readAtMost, on);
    return read({ ...found, ids, amounts: [], otherIds: ids });
  };
  const shownAlready = new Set(newest.map(({ id }) => id));
  const others = (known ?? (await readSome())).filter(({ id }) => !shownAlready.has(id));
  return [...newest, ...others].slice(0, shownAtMost);
}

const shown = ({
  id,
  recipientName,
  recipientEmail,
  reference,
  amountMinor,
  currency,
  status,
}: Payout): FoundPayout => ({
  id,
  recipientName,
  recipientEmail,
  reference,
  amount: formatAmount(amountMinor, currency),
  currency,
  status,
});
