import { Text } from "@react-email/components";
import { codeLifeMs } from "@/lib/payouts/fields/verification";
import { Frame, Paragraph, type MessageProps } from "./frame";
import { digits } from "./styles";

export const verificationCodeSubject = (props: MessageProps) => props.words.code.subject(props);

/** The one-time code that proves that the mailbox is the recipient's. It contains no link. */
export function VerificationCode(props: MessageProps) {
  const { code } = props.words;
  return (
    <Frame {...props} preview={code.preview(props)} heading={code.heading} caution={code.caution}>
      <Paragraph>{code.enter(props)}</Paragraph>
      <Text style={digits}>{props.code}</Text>
      <Paragraph>{code.works({ minutes: codeLifeMs / 60_000 })}</Paragraph>
    </Frame>
  );
}
