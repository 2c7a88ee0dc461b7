import { Body, Container, Head, Heading, Hr, Html, Link, Preview, Section, Text } from "@react-email/components";
import type { ReactNode } from "react";
import { edgeOnWhite, inkOn } from "@/lib/brand";
import { body, page, rule, sheet, small, title } from "./styles";

/** The values that messages are written from. */
export type MessageProps = {
  recipientName: string;
  organizationName: string;
  /** The color of the header and the button, as #rrggbb. */
  brandColor: string;
  supportEmail: string;
  /** "84.00 US dollars". */
  amount: string;
  reference: string;
  /** When the link expires, in words. */
  deadline: string;
  /** The address of the payout's page. */
  link: string;
  /** How the address of every genuine link begins. */
  linkStart: string;
  /** The one-time code, for the message that contains it. */
  code: string;
  /** For a failure: too many wrong answers locked the link. Otherwise, a payment could not be delivered. */
  locked: boolean;
  /** For a failed payment: the recipient's account is the cause. */
  aboutAccount: boolean;
  /** For a failed payment: it is not known yet whether it can be made again. */
  beingChecked: boolean;
};

export const Paragraph = ({ children }: { children: ReactNode }) => <Text style={body}>{children}</Text>;

/** The layout of a message: organization and greeting at the top; how to recognize it and whom to ask at the bottom. */
export function Frame(
  props: MessageProps & { preview: string; heading: string; caution: string; children: ReactNode },
) {
  const { organizationName, supportEmail } = props;
  return (
    <Html lang="en">
      <Head>
        <title>{props.heading}</title>
        {/* Keeps mail programs from darkening the message, which would spoil the contrast of its colors. */}
        <meta name="color-scheme" content="light" />
        <meta name="supported-color-schemes" content="light" />
      </Head>
      <Preview>{props.preview}</Preview>
      <Body style={page}>
        <Container style={sheet}>
          <Header name={organizationName} color={props.brandColor} />
          <Section style={{ padding: "28px 24px" }}>
            <Heading as="h1" style={title}>
              {props.heading}
            </Heading>
            <Paragraph>{`Hello ${props.recipientName},`}</Paragraph>
            {props.children}
            <Hr style={rule} />
            <Text style={small}>
              <strong>How to know that this email is genuine: </strong>
              {`we never ask for your password, your card number or a fee. ${props.caution}`}
            </Text>
            <Text style={small}>
              {`Questions? Write to ${organizationName} at `}
              <Link href={`mailto:${supportEmail}`} style={{ color: small.color, textDecoration: "underline" }}>
                {supportEmail}
              </Link>
              {", or simply reply to this email."}
            </Text>
            <Text
              style={{ ...small, margin: 0 }}
            >{`Sent by Meridian for ${organizationName}. Their reference for this payout: ${props.reference}.`}</Text>
          </Section>
        </Container>
      </Body>
    </Html>
  );
}

/** Not in the plain text, where the message names the organization itself. */
const Header = ({ name, color }: { name: string; color: string }) => (
  <Section data-skip-in-text="true" style={{ backgroundColor: color, borderBottom: `1px solid ${edgeOnWhite(color)}` }}>
    <Text
      style={{ ...body, color: inkOn(color), lineHeight: "24px", fontWeight: 600, margin: 0, padding: "14px 24px" }}
    >
      {name}
    </Text>
  </Section>
);
