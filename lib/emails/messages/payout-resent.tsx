import type { MessageProps } from "./frame";
import { Invitation } from "./invitation";

export const payoutResentSubject = ({ organizationName, amount }: MessageProps) =>
  `Again: ${organizationName} has a payout for you: ${amount}`;

/** The same link once more. */
export const PayoutResent = (props: MessageProps) => (
  <Invitation
    {...props}
    opening={`Here is your link once more: ${props.organizationName} has a payout of ${props.amount} for you. It is the same payout and the same link as before.`}
  />
);
