import { Frame, Paragraph, type MessageProps } from "./frame";

export const payoutCompletedSubject = ({ organizationName, amount }: MessageProps) =>
  `${organizationName} paid you ${amount}`;

/** Says that the money was paid. It contains no link. */
export function PayoutCompleted(props: MessageProps) {
  const { organizationName, amount, supportEmail, reference } = props;
  return (
    <Frame
      {...props}
      preview={`${organizationName} paid you ${amount}.`}
      heading="Your money was paid"
      caution="This email contains no link to click, and you do not need to do anything."
    >
      <Paragraph>{`${organizationName} paid ${amount} to the account you chose. Your bank may take a little longer to show it.`}</Paragraph>
      <Paragraph>{`If it has not arrived within five working days, or if you did not choose an account, please write to ${supportEmail} and name the reference ${reference}.`}</Paragraph>
    </Frame>
  );
}
