"use client";

import type { ComponentType } from "react";
import type { DialogProps, PayoutAction, PayoutSubject } from "@/app/(portal)/_payouts/payout-subject";
import { CancelPayout } from "./cancel-payout";
import { ChangeEmail } from "./change-email";
import { ExtendExpiry } from "./extend-expiry";
import { ReissuePayout } from "./reissue-payout";
import { ResetAnswers } from "./reset-answers";
import { RetryPayment } from "./retry-payment";

/** Every action on a payout that asks first. */
export type AskedAction = Exclude<PayoutAction, "resend">;

/** What each of them asks. */
export const dialogs: Record<AskedAction, ComponentType<DialogProps>> = {
  cancel: CancelPayout,
  retry: RetryPayment,
  reissue: ReissuePayout,
  extend: ExtendExpiry,
  changeEmail: ChangeEmail,
  resetAnswers: ResetAnswers,
};

/** The less frequent ones, which stand in a menu to keep rows short. */
export const moreActions = {
  extend: "Extend expiry…",
  changeEmail: "Change email…",
  resetAnswers: "Reset wrong answers…",
} as const satisfies Partial<Record<AskedAction, string>>;

type MoreAction = keyof typeof moreActions;

export const moreOf = ({ actions }: PayoutSubject): MoreAction[] =>
  actions.filter((action): action is MoreAction => action in moreActions);
