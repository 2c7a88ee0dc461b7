import { Frame, Paragraph, type MessageProps } from "./frame";

export const payoutFailedSubject = ({ organizationName, amount }: MessageProps) => `The payout of ${amount} from ${organizationName} could not be completed`;

/** The news that the money did not arrive, or that the link was locked, with what to do. It carries no link. */
export function PayoutFailed(props: MessageProps) {
  const { organizationName, amount, supportEmail } = props;
  return (
    <Frame {...props} preview={`The payout of ${amount} could not be completed.`} heading="Your payout could not be completed" caution="This email contains no link to click.">
      <Paragraph>{`The payout of ${amount} from ${organizationName} could not be completed. The money has not left ${organizationName}.`}</Paragraph>
      <Paragraph>{`Please write to ${supportEmail} and name the reference below; they can tell you what happens next.`}</Paragraph>
    </Frame>
  );
}
