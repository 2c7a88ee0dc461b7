import { Text } from "@react-email/components";
import { codeLifeMs } from "@/lib/payouts/fields/verification";
import { Frame, Paragraph, type MessageProps } from "./frame";
import { digits } from "./styles";

export const verificationCodeSubject = ({ organizationName, code }: MessageProps) =>
  `${code} is your code for the payout from ${organizationName}`;

/** The one-time code that proves the mailbox is the recipient's. It carries no link. */
export function VerificationCode(props: MessageProps) {
  const caution =
    "Type the code only on the page of your payout. Whoever asks you for it, by phone or by message, is not us. If you did not ask for a code, you need to do nothing: without it nobody can use your link.";
  return (
    <Frame
      {...props}
      preview={`Your code for the payout from ${props.organizationName}.`}
      heading="Your code"
      caution={caution}
    >
      <Paragraph>{`Type this code on the page of your payout of ${props.amount} from ${props.organizationName}:`}</Paragraph>
      <Text style={digits}>{props.code}</Text>
      <Paragraph>{`It works for ${codeLifeMs / 60_000} minutes from when you asked for it. If you asked for several, only the latest one works.`}</Paragraph>
    </Frame>
  );
}
