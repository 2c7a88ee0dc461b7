import { Frame, Paragraph, type MessageProps } from "./frame";

export const payoutCanceledSubject = ({ organizationName, amount }: MessageProps) =>
  `${organizationName} canceled the payout of ${amount}`;

/** Says that the payout was canceled. It contains no link. */
export function PayoutCanceled(props: MessageProps) {
  const { organizationName, amount, supportEmail, reference } = props;
  return (
    <Frame
      {...props}
      preview={`${organizationName} canceled the payout of ${amount}.`}
      heading="This payout was canceled"
      caution="This email contains no link to click, and you do not need to do anything."
    >
      <Paragraph>{`${organizationName} canceled the payout of ${amount} that we wrote to you about. The link in our earlier email can no longer be used.`}</Paragraph>
      <Paragraph>{`If you think that this is a mistake, please write to ${supportEmail} and name the reference ${reference}.`}</Paragraph>
    </Frame>
  );
}
