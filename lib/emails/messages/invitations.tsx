import { Button, Text } from "@react-email/components";
import { Frame, Paragraph, type MessageProps } from "./frame";
import { button, small } from "./styles";

/** The body of every message with the payout's link. */
function Invitation({ opening, heading, ...props }: MessageProps & { opening: string; heading?: string }) {
  const { invitation } = props.words;
  return (
    <Frame
      {...props}
      preview={opening}
      heading={heading ?? invitation.heading(props)}
      caution={invitation.caution(props)}
    >
      <Paragraph>{opening}</Paragraph>
      <Paragraph>{invitation.page}</Paragraph>
      <Button href={props.link} style={button(props.brandColor)}>
        {invitation.button}
      </Button>
      {/* Not in the plain text, where the button is already shown as its address. */}
      <Text style={{ ...small, margin: "16px 0" }} data-skip-in-text="true">
        {`${invitation.copy} `}
        <span dir="ltr" style={{ wordBreak: "break-all" }}>
          {props.link}
        </span>
      </Text>
      <Paragraph>{invitation.until(props)}</Paragraph>
    </Frame>
  );
}

export const payoutSentSubject = (props: MessageProps) => props.ownSubject ?? props.words.invitation.subject(props);

/** The first email about a payout. */
export const PayoutSent = (props: MessageProps) => (
  <Invitation {...props} opening={props.words.invitation.opening(props)} />
);

export const payoutResentSubject = (props: MessageProps) =>
  props.words.invitation.again({ subject: payoutSentSubject(props) });

/** The same link, sent again by an admin. */
export const PayoutResent = (props: MessageProps) => (
  <Invitation {...props} opening={props.words.invitation.openingAgain(props)} />
);

export const payoutReminderSubject = (props: MessageProps) =>
  props.words.invitation.reminder({ subject: payoutSentSubject(props) });

/** The same link, sent before it expires. */
export const PayoutReminder = (props: MessageProps) => (
  <Invitation
    {...props}
    heading={props.words.invitation.reminder({ subject: props.words.invitation.heading(props) })}
    opening={props.words.invitation.openingReminder(props)}
  />
);
