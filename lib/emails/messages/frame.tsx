import { Body, Container, Head, Heading, Hr, Html, Img, Link, Preview, Section, Text } from "@react-email/components";
import type { ReactNode } from "react";
import { edgeOnWhite, inkOn, linkOn, paper } from "@/lib/brand";
import { fallbackLanguage, languageTable, type Language } from "@/lib/recipient-words/languages";
import { hole } from "@/lib/recipient-words/hole";
import type { Words } from "@/lib/recipient-words/words";
import type { Sender } from "./sender";
import { body, page, rule, sheet, small, title } from "./styles";

/** The values that messages are written from. */
export type MessageProps = Sender & {
  language: Language;
  words: Words["emails"];
  /** The organization's own words in this language, where it has some. */
  ownSubject: string | null;
  ownGreeting: string | null;
  /** Of the recipient. */
  name: string;
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

type SheetProps = Sender & {
  /** English where it is left out. */
  language?: Language;
  preview: string;
  heading: string;
  children: ReactNode;
};

/** The layout of every message: the organization and a heading at the top. */
export function Sheet({ language = fallbackLanguage, ...props }: SheetProps) {
  return (
    <Html lang={language} dir={languageTable[language].direction}>
      <Head>
        <title>{props.heading}</title>
        {/* Keeps mail programs from darkening the message, which would spoil the contrast of its colors. */}
        <meta name="color-scheme" content="light" />
        <meta name="supported-color-schemes" content="light" />
      </Head>
      <Preview>{props.preview}</Preview>
      <Body style={page}>
        {/* Once more, because web mail leaves out what stands on the document. */}
        <Container lang={language} dir={languageTable[language].direction} style={sheet}>
          <Header {...props} />
          <Section style={{ padding: "28px 24px" }}>
            <Heading as="h1" style={title}>
              {props.heading}
            </Heading>
            {props.children}
          </Section>
        </Container>
      </Body>
    </Html>
  );
}

/** The layout of a message to a recipient: a greeting; how to recognize it and whom to ask at the bottom. */
export function Frame(
  props: MessageProps & { preview: string; heading: string; caution: string; children: ReactNode },
) {
  const { organization, supportEmail, brandColor, ownGreeting, words } = props;
  const { hello, genuine, never, questions, sentBy } = words.frame;
  const [before, after] = questions({ organization, address: hole }).split(hole);
  return (
    <Sheet {...props}>
      <Paragraph>{ownGreeting ?? hello(props)}</Paragraph>
      {props.children}
      <Hr style={rule} />
      <Text style={small}>
        <strong>{`${genuine} `}</strong>
        {`${never} ${props.caution}`}
      </Text>
      <Text style={small}>
        {before}
        <Link
          href={`mailto:${supportEmail}`}
          style={{ color: linkOn(brandColor, paper.email), textDecoration: "underline" }}
        >
          {supportEmail}
        </Link>
        {after}
      </Text>
      <Text style={{ ...small, margin: 0 }}>{sentBy(props)}</Text>
    </Sheet>
  );
}

/** Not in the plain text, where the message names the organization itself. */
const Header = ({ logo, organization, brandColor: color }: Sender) =>
  logo ? (
    <Section data-skip-in-text="true" style={{ borderBottom: `4px solid ${color}`, padding: "16px 24px" }}>
      {/* A mail program that shows no pictures writes the name in this style instead. */}
      <Img {...logo} alt={organization} style={{ ...headName, display: "block", color: body.color }} />
    </Section>
  ) : (
    <Section
      data-skip-in-text="true"
      style={{ backgroundColor: color, borderBottom: `1px solid ${edgeOnWhite(color)}` }}
    >
      <Text style={{ ...body, ...headName, color: inkOn(color), padding: "14px 24px" }}>{organization}</Text>
    </Section>
  );

const headName = { fontSize: "16px", lineHeight: "24px", fontWeight: 600, margin: 0 };
