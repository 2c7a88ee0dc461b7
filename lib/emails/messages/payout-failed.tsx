import { Frame, Paragraph, type MessageProps } from "./frame";

const sortOf = ({ locked, beingChecked }: MessageProps) =>
  locked ? "locked" : beingChecked ? "beingChecked" : "undelivered";

export const payoutFailedSubject = (props: MessageProps) => props.words[sortOf(props)].subject(props);

const bodies = { locked: Locked, beingChecked: BeingChecked, undelivered: Undelivered };

/** Says that the link was locked, or that the money did not arrive, and what to do then. It contains no link. */
export function PayoutFailed(props: MessageProps) {
  const sort = sortOf(props);
  const { heading, preview } = props.words[sort];
  const { noLink, noDetails } = props.words.frame;
  const Text = bodies[sort];
  return (
    <Frame {...props} preview={preview(props)} heading={heading} caution={sort === "locked" ? noLink : noDetails}>
      <Text {...props} />
    </Frame>
  );
}

const ToDo = ({ words, children }: Pick<MessageProps, "words"> & { children: string }) => (
  <Paragraph>
    <strong>{`${words.frame.whatToDo} `}</strong>
    {children}
  </Paragraph>
);

function Locked(props: MessageProps) {
  const { locked } = props.words;
  return (
    <>
      <Paragraph>{locked.locked(props)}</Paragraph>
      <ToDo {...props}>{locked.write(props)}</ToDo>
      <Paragraph>{locked.notYou}</Paragraph>
    </>
  );
}

function Undelivered(props: MessageProps) {
  const { undelivered } = props.words;
  return (
    <>
      <Paragraph>{undelivered.undelivered(props)}</Paragraph>
      <ToDo {...props}>{props.aboutAccount ? undelivered.account(props) : undelivered.other(props)}</ToDo>
    </>
  );
}

function BeingChecked(props: MessageProps) {
  const { beingChecked } = props.words;
  return (
    <>
      <Paragraph>{beingChecked.checked(props)}</Paragraph>
      <ToDo {...props}>{beingChecked.write(props)}</ToDo>
    </>
  );
}
