import { Text } from "@react-email/components";
import { Frame, Paragraph, type MessageProps } from "./frame";

const digits = { color: "#1f2933", fontSize: "32px", lineHeight: "40px", fontWeight: 600, letterSpacing: "4px", margin: "0 0 16px" };

export const verificationCodeSubject = ({ organizationName, code }: MessageProps) => `${code} is your code for the payout from ${organizationName}`;

/** The one-time code that proves the mailbox is the recipient's. It carries no link. */
export function VerificationCode(props: MessageProps) {
  const caution = "Whoever asks you for this code, by phone or by message, is not us. If you did not ask for it, you need to do nothing.";
  return (
    <Frame {...props} preview={`Your code for the payout from ${props.organizationName}.`} heading="Your code" caution={caution}>
      <Paragraph>{`Type this code on the page of your payout of ${props.amount}:`}</Paragraph>
      <Text style={digits}>{props.code}</Text>
      <Paragraph>It works for 15 minutes, and only the latest one you asked for.</Paragraph>
    </Frame>
  );
}
