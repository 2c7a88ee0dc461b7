"use client";

import { IconSprite } from "@/app/_ui/repeated-icon";
import { Stamped } from "@/app/_ui/stamped";
import { ActionsTd, Row, RowActions, Td } from "@/app/_ui/table";
import { AnswersWarning } from "@/app/(portal)/_payouts/answers-warning";
import { LastEmailed, Progress } from "@/app/(portal)/_payouts/email-progress";
import { PayoutActions } from "@/app/(portal)/_payouts/payout-actions";
import { Amount, Recipient, Reference } from "@/app/(portal)/_payouts/payout-cells";
import type { PayoutLine } from "@/app/(portal)/_payouts/payout-line";
import { PayoutStatusBadge, rowIcons } from "@/app/(portal)/_payouts/payout-status";

/** Which columns the list has beside those of every list. */
type Columns = {
  /** The latest email and the recipient's progress, in place of the status and its change. */
  emails: boolean;
  expires: boolean;
  actions: boolean;
};

type Props = {
  lines: readonly PayoutLine[];
  /** The address of the list, from its "?" on. */
  query: string;
  columns: Columns;
};

/** The rows of a list, drawn from their facts in the browser too, so that a page carries each row's markup only once. */
export const PayoutRows = ({ lines, ...list }: Props) => (
  <>
    {lines.map((line) => (
      <PayoutRow key={line.payoutId} line={line} {...list} />
    ))}
  </>
);

/** The icons of the rows; once a page. */
export const PayoutIcons = () => <IconSprite icons={rowIcons} />;

function PayoutRow({ line, query, columns }: Omit<Props, "lines"> & { line: PayoutLine }) {
  const status = <StatusCell line={line} />;
  const changed = <Stamped {...line.changed} />;
  const progress = columns.emails && <Progress line={line} />;
  const expiry = line.expiry && <Stamped {...line.expiry} />;
  return (
    <Row acting>
      <Td>
        <Recipient line={line} query={query}>
          <div className="@2xl:hidden">
            <Amount of={line} /> · {expiry ? <>expires {expiry}</> : changed}
            <div className="mt-1">{status}</div>
          </div>
          {progress && <div className="empty:hidden @5xl:hidden">{progress}</div>}
        </Recipient>
        {line.actions.length > 0 && (
          <RowActions>
            <PayoutActions subject={line} compact />
          </RowActions>
        )}
      </Td>
      <Td from="wide">
        <Reference>{line.reference}</Reference>
      </Td>
      <Td right from="tablet">
        <Amount of={line} />
      </Td>
      <Td from="tablet">{columns.emails ? <LastEmailed line={line} /> : status}</Td>
      <Td from={columns.emails ? "wide" : "tablet"}>{columns.emails ? progress : changed}</Td>
      <Td from="widest">
        <Stamped {...line.created} />
      </Td>
      {columns.expires && <Td from="desktop">{expiry}</Td>}
      {columns.actions && <ActionsTd />}
    </Row>
  );
}

/** The status and its reason. */
function StatusCell({ line: { status, reason, warning, replaced } }: { line: PayoutLine }) {
  return (
    <>
      <PayoutStatusBadge status={status} inRow />
      {reason && <div className="text-sm text-muted">{reason}</div>}
      {warning && (
        <div className="mt-1">
          <AnswersWarning warning={warning} />
        </div>
      )}
      {replaced && <div className="text-sm text-muted">Replaced</div>}
    </>
  );
}
