import type { PayoutSubject } from "@/app/(portal)/_payouts/payout-subject";

/** "1,234.56 USD" */
export const moneyOf = ({ amount, currency }: Pick<PayoutSubject, "amount" | "currency">): string =>
  `${amount} ${currency}`;
