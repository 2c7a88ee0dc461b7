import { Text } from "@react-email/components";
import { codeLifeMs } from "@/lib/payouts/fields/verification";
import { Frame, Paragraph, type MessageProps } from "./frame";
import { digits } from "./styles";

export const verificationCodeSubject = ({ organizationName, code }: MessageProps) =>
  `${code} is your code for the payout from ${organizationName}`;

/** The one-time code that proves that the mailbox is the recipient's. It contains no link. */
export function VerificationCode(props: MessageProps) {
  const caution =
    "Enter the code only on the page of your payout. We never ask for it by phone or by message. If you did not ask for a code, you do not need to do anything: without it, nobody can use your link.";
  return (
    <Frame
      {...props}
      preview={`Your code for the payout from ${props.organizationName}.`}
      heading="Your code"
      caution={caution}
    >
      <Paragraph>{`Enter this code on the page of your payout of ${props.amount} from ${props.organizationName}:`}</Paragraph>
      <Text style={digits}>{props.code}</Text>
      <Paragraph>{`It works for ${codeLifeMs / 60_000} minutes after you asked for it. If you asked for several, only the latest one works.`}</Paragraph>
    </Frame>
  );
}
