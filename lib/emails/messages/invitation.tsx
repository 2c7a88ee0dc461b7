import { Button, Text } from "@react-email/components";
import { Frame, Paragraph, type MessageProps } from "./frame";
import { button, small } from "./styles";

/** The body of the messages that carry the link. */
export function Invitation({ opening, heading, ...props }: MessageProps & { opening: string; heading?: string }) {
  const caution = `The link in this email begins with ${props.linkStart}. If you did not expect it, or it looks different, do not open it; write to ${props.supportEmail} instead.`;
  return (
    <Frame {...props} preview={opening} heading={heading ?? `${props.amount} for you`} caution={caution}>
      <Paragraph>{opening}</Paragraph>
      <Paragraph>
        On its page you show that it is you, choose how to be paid, and are done. It takes a few minutes and costs
        nothing.
      </Paragraph>
      <Button href={props.link} style={button(props.brandColor)}>
        See your payout
      </Button>
      {/* In the plain text the button already stands as its address. */}
      <Text style={{ ...small, margin: "16px 0" }} data-skip-in-text="true">
        {"If the button does not work, copy this address into your browser: "}
        <span style={{ wordBreak: "break-all" }}>{props.link}</span>
      </Text>
      <Paragraph>{`The link works until ${props.deadline}. It is for you alone, so please do not pass it on.`}</Paragraph>
    </Frame>
  );
}
