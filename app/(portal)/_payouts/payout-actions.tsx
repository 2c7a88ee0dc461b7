"use client";

import { AskButton, MoreButton, ResendButton, ResendForm, RetryButton, type ButtonProps } from "./action-buttons";
import { moreOf } from "./more-actions";

/** The dialogs come while the pointer or the focus is on its way to a button. */
const loadAhead = () => void import("./_actions/payout-dialogs").catch(() => {});

/**
 * The buttons of a payout, inside of `ActingOnPayouts`. The server checks again when one is pressed.
 * `ownPage`: on the page of the payout itself.
 */
export function PayoutActions({ subject, compact, ownPage }: ButtonProps & { ownPage?: boolean }) {
  const { actions, recipientName } = subject;
  if (actions.length === 0) return null;
  const button = { subject, compact };
  const Resend = ownPage ? ResendForm : ResendButton;
  return (
    <div className="actions" onPointerEnter={loadAhead} onFocus={loadAhead}>
      {actions.includes("resend") && <Resend {...button} />}
      {actions.includes("cancel") && (
        <AskButton {...button} action="cancel" words="Cancel Payout" label={`Cancel Payout to ${recipientName}`} />
      )}
      {actions.includes("retry") && <RetryButton {...button} />}
      {actions.includes("reissue") && (
        <AskButton
          {...button}
          action="reissue"
          words="Create new payout"
          label={`Create new payout for ${recipientName}`}
        />
      )}
      {moreOf(subject).length > 0 && <MoreButton {...button} />}
    </div>
  );
}
