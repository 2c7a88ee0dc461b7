import type { MessageProps } from "./frame";
import { Invitation } from "./invitation";

export const payoutReminderSubject = ({ organizationName, amount }: MessageProps) =>
  `Reminder: ${organizationName} has a payout for you: ${amount}`;

/** The same link before it runs out. */
export const PayoutReminder = (props: MessageProps) => (
  <Invitation
    {...props}
    heading={`Reminder: ${props.amount} for you`}
    opening={`${props.organizationName} has a payout of ${props.amount} for you, and you have not claimed it yet. It is the same link as in our earlier email.`}
  />
);
