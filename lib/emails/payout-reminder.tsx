import type { MessageProps } from "./frame";
import { Invitation } from "./invitation";

export const payoutReminderSubject = ({ organizationName, amount }: MessageProps) => `Reminder: ${organizationName} has a payout for you: ${amount}`;

/** The same link before it runs out. */
export const PayoutReminder = (props: MessageProps) => (
  <Invitation {...props} opening={`Your payout of ${props.amount} from ${props.organizationName} still waits for you.`} />
);
