import { Button, Text } from "@react-email/components";
import { Frame, Paragraph, type MessageProps } from "./frame";
import { button, small } from "./styles";

/** The body of every message with the payout's link. */
function Invitation({ opening, heading, ...props }: MessageProps & { opening: string; heading?: string }) {
  const caution = `The link in this email begins with ${props.linkStart}. If you did not expect this email, or the link looks different, do not open it. Write to ${props.supportEmail} instead.`;
  return (
    <Frame {...props} preview={opening} heading={heading ?? `${props.amount} for you`} caution={caution}>
      <Paragraph>{opening}</Paragraph>
      <Paragraph>
        On its page you show that it is you and choose how to be paid. It takes a few minutes and costs nothing.
      </Paragraph>
      <Button href={props.link} style={button(props.brandColor)}>
        See your payout
      </Button>
      {/* Not in the plain text, where the button is already shown as its address. */}
      <Text style={{ ...small, margin: "16px 0" }} data-skip-in-text="true">
        {"If the button does not work, copy this address into your browser: "}
        <span style={{ wordBreak: "break-all" }}>{props.link}</span>
      </Text>
      <Paragraph>{`The link works until ${props.deadline}. It is only for you, so please do not share it.`}</Paragraph>
    </Frame>
  );
}

export const payoutSentSubject = ({ organizationName, amount }: MessageProps) =>
  `${organizationName} has a payout for you: ${amount}`;

/** The first email about a payout. */
export const PayoutSent = (props: MessageProps) => (
  <Invitation {...props} opening={`${props.organizationName} has a payout of ${props.amount} for you.`} />
);

export const payoutResentSubject = ({ organizationName, amount }: MessageProps) =>
  `Again: ${organizationName} has a payout for you: ${amount}`;

/** The same link, sent again by an admin. */
export const PayoutResent = (props: MessageProps) => (
  <Invitation
    {...props}
    opening={`Here is your link again: ${props.organizationName} has a payout of ${props.amount} for you. It is the same payout and the same link as before.`}
  />
);

export const payoutReminderSubject = ({ organizationName, amount }: MessageProps) =>
  `Reminder: ${organizationName} has a payout for you: ${amount}`;

/** The same link, sent before it expires. */
export const PayoutReminder = (props: MessageProps) => (
  <Invitation
    {...props}
    heading={`Reminder: ${props.amount} for you`}
    opening={`${props.organizationName} has a payout of ${props.amount} for you, and you have not claimed it yet. It is the same link as in our earlier email.`}
  />
);
