"use client";

import type { ReactNode } from "react";
import { Stamped } from "@/app/_ui/stamped";
import { ActionsTd, Row, Td } from "@/app/_ui/table";
import { fromColumns, type Columns as InColumns } from "@/app/(portal)/_payouts/columns";
import { FollowUpMark } from "@/app/(portal)/_follow-up/follow-up-mark";
import { AnswersWarning } from "@/app/(portal)/_payouts/answers-warning";
import { LastEmailed, Progress } from "@/app/(portal)/_payouts/email-progress";
import { PayoutActions } from "@/app/(portal)/_payouts/payout-actions";
import { Amount, Recipient, Reference } from "@/app/(portal)/_payouts/payout-cells";
import type { PayoutLine } from "@/app/(portal)/_payouts/payout-line";
import type { Hideable } from "@/lib/views/look/columns";
import { SelectTd } from "@/app/(portal)/_payouts/selecting";
import { PayoutStatusBadge } from "@/app/(portal)/_payouts/payout-status";

/** Which columns the list has; recipient and status it always has. */
export type Columns = Record<Hideable, boolean> & {
  /** The latest email and the recipient's progress, in place of the status and its change. */
  emails: boolean;
  actions: boolean;
  /** What the organization calls those of its own columns that the person chose. */
  own: readonly string[];
};

type Props = {
  lines: InColumns<PayoutLine>;
  /** The address of the list, from its "?" on. */
  query: string;
  columns: Columns;
};

/** The rows of a list, drawn from their facts in the browser too, so that a page carries each row's markup only once. */
export const PayoutRows = ({ lines, ...list }: Props) => (
  <>
    {fromColumns(lines).map((line) => (
      <PayoutRow key={line.payoutId} line={line} {...list} />
    ))}
  </>
);

function PayoutRow({ line, query, columns }: Omit<Props, "lines"> & { line: PayoutLine }) {
  const progress = columns.emails && <Progress line={line} />;
  return (
    <Row stacked>
      {columns.actions && <SelectTd {...line} />}
      <Td>
        <Recipient line={line} query={query}>
          <FollowUpMark mark={line.mark} />
          {progress && <div className="detail empty:hidden @5xl:hidden">{progress}</div>}
        </Recipient>
      </Td>
      {columns.reference && (
        <Td from="wide">
          <Reference>{line.reference}</Reference>
        </Td>
      )}
      {columns.amount && (
        <Td className="cell-amount">
          <Amount of={line} />
        </Td>
      )}
      {columns.emails ? (
        <EmailCells line={line} progress={progress} />
      ) : (
        <StatusCells line={line} changed={columns.changed} />
      )}
      {columns.own.map((label, index) => (
        <Td key={`${index} ${label}`} from="wide">
          <span className="line-clamp-2 break-words" title={line.own?.[index]}>
            {line.own?.[index]}
          </span>
        </Td>
      ))}
      {columns.created && (
        <Td from="widest">
          <Stamped {...line.created} />
        </Td>
      )}
      {columns.expires && (
        <td className={line.expiry ? "cell-expiry" : "from-desktop"}>{line.expiry && <Stamped {...line.expiry} />}</td>
      )}
      {columns.actions && <ActionsTd>{line.actions.length > 0 && <PayoutActions subject={line} compact />}</ActionsTd>}
    </Row>
  );
}

/** The status with its reason, and when it changed. A narrow table shows of a payout that may expire when it does. */
function StatusCells({ line, changed }: { line: PayoutLine; changed: boolean }) {
  return (
    <>
      <Td className="cell-status">
        <StatusCell line={line} />
      </Td>
      {changed && (
        <Td {...(line.expiry ? { from: "tablet" } : { className: "cell-changed" })}>
          <Stamped {...line.changed} />
        </Td>
      )}
    </>
  );
}

function EmailCells({ line, progress }: { line: PayoutLine; progress: ReactNode }) {
  return (
    <>
      <Td from="tablet">
        <LastEmailed line={line} />
      </Td>
      <Td from="wide">{progress}</Td>
    </>
  );
}

/** The status and its reason. */
function StatusCell({ line: { status, reason, warning, replaced } }: { line: PayoutLine }) {
  return (
    <>
      <PayoutStatusBadge status={status} />
      {reason && <div className="detail">{reason}</div>}
      {warning && (
        <div className="mt-1">
          <AnswersWarning warning={warning} />
        </div>
      )}
      {replaced && <div className="detail">Replaced</div>}
    </>
  );
}
