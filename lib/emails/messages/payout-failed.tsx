import { Frame, Paragraph, type MessageProps } from "./frame";

export const payoutFailedSubject = ({ organizationName, amount, locked, beingChecked }: MessageProps) =>
  `Your payout of ${amount} from ${organizationName} ${locked ? "is locked" : beingChecked ? "is being checked" : "could not be delivered"}`;

/** Says that the link was locked, or that the money did not arrive, and what to do then. It contains no link. */
export const PayoutFailed = (props: MessageProps) =>
  props.locked ? <Locked {...props} /> : props.beingChecked ? <BeingChecked {...props} /> : <Undelivered {...props} />;

const noLink = "This email contains no link to click.";
const noDetails = `${noLink} Never send account numbers by email, not even to us. You enter them only on the page of your payout.`;

function Locked(props: MessageProps) {
  const { organizationName, amount, supportEmail, reference } = props;
  return (
    <Frame
      {...props}
      preview={`The link to your payout of ${amount} is locked.`}
      heading="Your payout is locked"
      caution={noLink}
    >
      <Paragraph>{`Too many wrong answers were given on the page of your payout of ${amount} from ${organizationName}. To protect your money, its link no longer works. Nobody was paid.`}</Paragraph>
      <Paragraph>
        <strong>What to do: </strong>
        {`write to ${supportEmail} and name the reference ${reference}. When they are sure that it is you, they can send you a new link.`}
      </Paragraph>
      <Paragraph>If it was not you, please tell them: another person may have your link.</Paragraph>
    </Frame>
  );
}

function Undelivered(props: MessageProps) {
  const { organizationName, amount, supportEmail, reference, aboutAccount } = props;
  const account = `check with your bank that the account is open, in your name, and can receive such a payment. Then write to ${supportEmail} and name the reference ${reference}. They can try again, or send you a new link to give another account.`;
  const provider = `you do not need to do anything now. ${organizationName} knows about it, and can try again or send you a new link. If you have questions, write to ${supportEmail} and name the reference ${reference}.`;
  return (
    <Frame
      {...props}
      preview={`The payout of ${amount} could not be delivered.`}
      heading="Your money could not be delivered"
      caution={noDetails}
    >
      <Paragraph>{`${organizationName} sent you ${amount}, but the money could not be delivered to the account you chose. It has not reached that account, and you were charged nothing.`}</Paragraph>
      <Paragraph>
        <strong>What to do: </strong>
        {aboutAccount ? account : provider}
      </Paragraph>
    </Frame>
  );
}

function BeingChecked(props: MessageProps) {
  const { organizationName, amount, supportEmail, reference } = props;
  return (
    <Frame
      {...props}
      preview={`The payout of ${amount} is being checked.`}
      heading="Your payout is being checked"
      caution={noDetails}
    >
      <Paragraph>{`The payout of ${amount} that ${organizationName} sent you could not be completed as expected, and it is being checked now.`}</Paragraph>
      <Paragraph>
        <strong>What to do: </strong>
        {`write to ${supportEmail} and name the reference ${reference}, if you have questions or the money has arrived. They can tell you what happens next.`}
      </Paragraph>
    </Frame>
  );
}
