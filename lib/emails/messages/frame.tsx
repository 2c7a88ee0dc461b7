import { Body, Container, Head, Heading, Hr, Html, Link, Preview, Section, Text } from "@react-email/components";
import type { ReactNode } from "react";
import { edgeOnWhite, inkOn } from "@/lib/brand";
import { body, page, rule, sheet, small, title } from "./styles";

/** What every message says, whatever it is about. */
export type MessageProps = {
  recipientName: string;
  organizationName: string;
  /** Of the band and the button, as #rrggbb. */
  brandColor: string;
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
  /**
   * For the message of a failure: whether too many wrong answers locked the link, or a payment could not be delivered.
   */
  locked: boolean;
  /** For the message of a payment that failed: the account is what failed. */
  aboutAccount: boolean;
  /** For the message of a payment that failed: nobody can say yet whether it can be made again. */
  beingChecked: boolean;
};

export const Paragraph = ({ children }: { children: ReactNode }) => <Text style={body}>{children}</Text>;

/** The sheet around a message: whose it is and greeting above, how to tell that it is genuine and whom to ask below. */
export function Frame(
  props: MessageProps & { preview: string; heading: string; caution: string; children: ReactNode },
) {
  const { organizationName, supportEmail } = props;
  return (
    <Html lang="en">
      <Head>
        <title>{props.heading}</title>
        {/* A mail program that darkens messages by itself would change the colours against each other. */}
        <meta name="color-scheme" content="light" />
        <meta name="supported-color-schemes" content="light" />
      </Head>
      <Preview>{props.preview}</Preview>
      <Body style={page}>
        <Container style={sheet}>
          <Band name={organizationName} color={props.brandColor} />
          <Section style={{ padding: "28px 24px" }}>
            <Heading as="h1" style={title}>
              {props.heading}
            </Heading>
            <Paragraph>{`Hello ${props.recipientName},`}</Paragraph>
            {props.children}
            <Hr style={rule} />
            <Text style={small}>
              <strong>To be sure that this is genuine: </strong>
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

/** In the plain text the message itself names the organization. */
const Band = ({ name, color }: { name: string; color: string }) => (
  <Section data-skip-in-text="true" style={{ backgroundColor: color, borderBottom: `1px solid ${edgeOnWhite(color)}` }}>
    <Text
      style={{ ...body, color: inkOn(color), lineHeight: "24px", fontWeight: 600, margin: 0, padding: "14px 24px" }}
    >
      {name}
    </Text>
  </Section>
);
