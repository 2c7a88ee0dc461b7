import { Button, Hr, Link, Text } from "@react-email/components";
import type { Sender } from "@/lib/emails/messages/sender";
import { Paragraph, Sheet } from "./frame";
import { body, button, rule, small } from "./styles";

type Row = {
  id: string;
  href: string;
  recipient: string;
  reference: string;
  amount: string;
  status: string;
  /** "Department Claims · Office 7": what the organization's own columns say; empty where they say nothing. */
  extra: string;
};

/** The values that the email with a saved view is written from. */
type ViewDigestProps = Sender & {
  userName: string;
  viewName: string;
  /** What the view asks for: "Failed · Changed last month". */
  words: string;
  /** When the list was read, in words. */
  readAt: string;
  /** "37 payouts". */
  total: string;
  /** The search of the view could not look at all payouts. */
  soFar: boolean;
  /** What they add up to, one text a currency; none where not all were counted. */
  money: string[];
  /** The first of the list. */
  rows: Row[];
  viewAllHref: string;
  /** "every morning"; empty when it was stopped. */
  rhythm: string;
  stopHref: string;
};

export const viewDigestSubject = ({ viewName, total }: ViewDigestProps) => `${viewName}: ${total}`;

/** A saved view as its list stands: count, money, the first payouts, and the way to all of them. */
export function ViewDigest(props: ViewDigestProps) {
  const { viewName, total, money, rows } = props;
  return (
    <Sheet {...props} heading={viewName} preview={[total, ...money].join(" · ")}>
      <Paragraph>{`Hello ${props.userName},`}</Paragraph>
      <Text style={body}>
        <strong>{total}</strong>
        {money.length > 0 && ` · ${money.join(" · ")}`}
        <br />
        <span style={{ color: small.color }}>{props.words}</span>
      </Text>
      {props.soFar && (
        <Text style={small}>
          Many payouts were still being made ready for the search. Those of them that match may be missing here; the
          list has them some minutes later.
        </Text>
      )}
      {rows.map((row) => (
        <PayoutRow key={row.id} row={row} />
      ))}
      <Button href={props.viewAllHref} style={button(props.brandColor)}>
        View all
      </Button>
      <Hr style={rule} />
      <Text style={small}>{`The list as it stood on ${props.readAt}.`}</Text>
      <Text style={{ ...small, margin: 0 }}>
        {`You get this email ${props.rhythm} because you asked for it. `}
        <Link href={props.stopHref} style={{ color: small.color, textDecoration: "underline" }}>
          Stop these emails
        </Link>
      </Text>
    </Sheet>
  );
}

/** The name has a line of its own: beside one that is written from right to left, an amount would change its place. */
const PayoutRow = ({ row }: { row: Row }) => (
  <Text style={{ ...body, margin: "0 0 12px" }}>
    <Link href={row.href} style={{ color: body.color, textDecoration: "underline" }}>
      {row.recipient}
    </Link>
    <br />
    <span style={small}>{`${row.amount} · ${row.status} · ${row.reference}`}</span>
    {row.extra !== "" && (
      <>
        <br />
        <span style={small}>{row.extra}</span>
      </>
    )}
  </Text>
);
