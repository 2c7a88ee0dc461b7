import type { PayoutAction, PayoutSubject } from "./payout-subject";

/** Every action on a payout that asks first. */
export type AskedAction = Exclude<PayoutAction, "resend">;

/** The less frequent ones, which stand in a menu to keep rows short. */
export const moreActions = {
  extend: "Extend expiry…",
  changeEmail: "Change email…",
  resetAnswers: "Reset wrong answers…",
} as const satisfies Partial<Record<AskedAction, string>>;

type MoreAction = keyof typeof moreActions;

export const moreOf = ({ actions }: PayoutSubject): MoreAction[] =>
  actions.filter((action): action is MoreAction => action in moreActions);
