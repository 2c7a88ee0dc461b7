import { Frame, Paragraph, type MessageProps } from "./frame";

export const payoutCanceledSubject = (props: MessageProps) => props.words.canceled.subject(props);

/** Says that the payout was canceled. It contains no link. */
export function PayoutCanceled(props: MessageProps) {
  const { canceled, frame } = props.words;
  return (
    <Frame {...props} preview={canceled.preview(props)} heading={canceled.heading} caution={frame.nothingToDo}>
      <Paragraph>{canceled.canceled(props)}</Paragraph>
      <Paragraph>{canceled.mistake(props)}</Paragraph>
    </Frame>
  );
}
