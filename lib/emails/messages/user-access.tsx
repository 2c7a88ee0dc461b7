import { Button, Hr, Text } from "@react-email/components";
import type { Sender } from "@/lib/emails/messages/sender";
import { Paragraph, Sheet } from "./frame";
import { button, rule, small } from "./styles";

/** The values that an email about a user's access is written from. */
export type UserAccessProps = Sender & {
  userName: string;
  heading: string;
  /** What happened or is asked for, one paragraph each; the first is the preview too. */
  paragraphs: string[];
  /** The one thing to do; left out where there is none. */
  press?: { label: string; href: string };
  /** What to do if it was not them. */
  caution: string;
};

/** An email to a user about how they get in: a heading, what it is about, and one button. */
export const UserAccess = (props: UserAccessProps) => (
  <Sheet {...props} preview={props.paragraphs[0] ?? ""}>
    <Paragraph>{`Hello ${props.userName},`}</Paragraph>
    {props.paragraphs.map((text) => (
      <Paragraph key={text}>{text}</Paragraph>
    ))}
    {props.press && (
      <Button href={props.press.href} style={button(props.brandColor)}>
        {props.press.label}
      </Button>
    )}
    <Hr style={rule} />
    <Text style={{ ...small, margin: 0 }}>{props.caution}</Text>
  </Sheet>
);
