import { Body, Container, Head, Heading, Hr, Html, Link, Preview, Text } from "@react-email/components";
import type { ReactNode } from "react";

/** What every message says, whatever it is about. */
export type MessageProps = {
  recipientName: string;
  organizationName: string;
  supportEmail: string;
  /** "84.00 US dollars". */
  amount: string;
  reference: string;
  /** Until when the link works, in words. */
  deadline: string;
  /** The payout's page; the address every genuine link begins with. */
  link: string;
  linkStart: string;
  /** For the message that carries one. */
  code: string;
};

const ink = "#1f2933";
const quiet = "#52606d";
const fontFamily = "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";
const page = { backgroundColor: "#f5f7fa", fontFamily, margin: 0, padding: "24px 12px" };
const sheet = { backgroundColor: "#ffffff", border: "1px solid #e4e7eb", borderRadius: "8px", maxWidth: "560px", padding: "32px" };
const title = { color: ink, fontSize: "22px", lineHeight: "30px", fontWeight: 600, margin: "0 0 16px" };
const body = { color: ink, fontSize: "16px", lineHeight: "25px", margin: "0 0 16px" };
const small = { color: quiet, fontSize: "14px", lineHeight: "21px", margin: "0 0 12px" };

export const Paragraph = ({ children }: { children: ReactNode }) => <Text style={body}>{children}</Text>;

/** The sheet around a message: greeting above, how to tell that it is genuine and whom to ask below. */
export function Frame(props: MessageProps & { preview: string; heading: string; caution: string; children: ReactNode }) {
  const { organizationName, supportEmail } = props;
  return (
    <Html lang="en">
      <Head />
      <Preview>{props.preview}</Preview>
      <Body style={page}>
        <Container style={sheet}>
          <Heading as="h1" style={title}>{props.heading}</Heading>
          <Paragraph>{`Hello ${props.recipientName},`}</Paragraph>
          {props.children}
          <Hr style={{ borderColor: "#e4e7eb", margin: "24px 0" }} />
          <Text style={small}>
            <strong>To be sure that this is genuine: </strong>
            {`we never ask for your password, your card number or a fee. ${props.caution}`}
          </Text>
          <Text style={small}>
            {`Questions? Write to ${organizationName} at `}
            <Link href={`mailto:${supportEmail}`} style={{ color: quiet, textDecoration: "underline" }}>{supportEmail}</Link>
            {", or simply reply to this email."}
          </Text>
          <Text style={{ ...small, margin: 0 }}>{`Sent by Meridian for ${organizationName}. Their reference for this payout: ${props.reference}.`}</Text>
        </Container>
      </Body>
    </Html>
  );
}
