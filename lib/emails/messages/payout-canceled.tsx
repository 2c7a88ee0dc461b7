import { Frame, Paragraph, type MessageProps } from "./frame";

export const payoutCanceledSubject = ({ organizationName, amount }: MessageProps) =>
  `${organizationName} canceled the payout of ${amount}`;

/** The news that there is nothing to wait for. It carries no link. */
export function PayoutCanceled(props: MessageProps) {
  const { organizationName, amount, supportEmail, reference } = props;
  return (
    <Frame
      {...props}
      preview={`${organizationName} canceled the payout of ${amount}.`}
      heading="This payout was canceled"
      caution="This email contains no link to click, and you need to do nothing."
    >
      <Paragraph>{`${organizationName} canceled the payout of ${amount} that we wrote to you about. The link in our earlier email can no longer be used.`}</Paragraph>
      <Paragraph>{`If you think that this is a mistake, please write to ${supportEmail} and name the reference ${reference}.`}</Paragraph>
    </Frame>
  );
}
