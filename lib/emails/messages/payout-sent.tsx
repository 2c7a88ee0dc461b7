import type { MessageProps } from "./frame";
import { Invitation } from "./invitation";

export const payoutSentSubject = ({ organizationName, amount }: MessageProps) =>
  `${organizationName} has a payout for you: ${amount}`;

/** The first news of a payout. */
export const PayoutSent = (props: MessageProps) => (
  <Invitation {...props} opening={`${props.organizationName} has a payout of ${props.amount} for you.`} />
);
