import { Button, Text } from "@react-email/components";
import { Frame, Paragraph, type MessageProps } from "./frame";

const button = { backgroundColor: "#1d4ed8", borderRadius: "6px", color: "#ffffff", fontSize: "16px", fontWeight: 600, padding: "12px 20px" };
const address = { color: "#52606d", fontSize: "14px", lineHeight: "21px", margin: "16px 0" };

/** The body of the messages that carry the link. */
export function Invitation({ opening, ...props }: MessageProps & { opening: string }) {
  const caution = `The link in this email begins with ${props.linkStart}. If you did not expect it, or it looks different, do not open it; write to ${props.supportEmail} instead.`;
  return (
    <Frame {...props} preview={opening} heading={`${props.amount} for you`} caution={caution}>
      <Paragraph>{opening}</Paragraph>
      <Button href={props.link} style={button}>See your payout</Button>
      {/* In the plain text the button already stands as its address. */}
      <Text style={address} data-skip-in-text="true">
        {"If the button does not work, copy this address into your browser: "}
        <span style={{ wordBreak: "break-all" }}>{props.link}</span>
      </Text>
      <Paragraph>{`The link works until ${props.deadline}. It is for you alone, so please do not pass it on.`}</Paragraph>
    </Frame>
  );
}
