import { Frame, Paragraph, type MessageProps } from "./frame";

export const payoutCompletedSubject = (props: MessageProps) => props.words.completed.subject(props);

/** Says that the money was paid. It contains no link. */
export function PayoutCompleted(props: MessageProps) {
  const { completed, frame } = props.words;
  return (
    <Frame {...props} preview={completed.preview(props)} heading={completed.heading} caution={frame.nothingToDo}>
      <Paragraph>{completed.paid(props)}</Paragraph>
      <Paragraph>{completed.late(props)}</Paragraph>
    </Frame>
  );
}
