"use client";

import type { ComponentType } from "react";
import type { AskedAction } from "@/app/(portal)/_payouts/more-actions";
import type { DialogProps } from "@/app/(portal)/_payouts/payout-subject";
import { CancelPayout } from "./cancel-payout";
import { ChangeEmail } from "./change-email";
import { ExtendExpiry } from "./extend-expiry";
import { ReissuePayout } from "./reissue-payout";
import { ResetAnswers } from "./reset-answers";
import { RetryPayment } from "./retry-payment";

/** What each action asks. This file is loaded when somebody is about to act, see `PayoutActions`. */
export const dialogs: Record<AskedAction, ComponentType<DialogProps>> = {
  cancel: CancelPayout,
  retry: RetryPayment,
  reissue: ReissuePayout,
  extend: ExtendExpiry,
  changeEmail: ChangeEmail,
  resetAnswers: ResetAnswers,
};
