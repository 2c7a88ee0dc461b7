"use client";

import { Row, Td } from "@/app/_ui/table";
import { Stamped } from "@/app/_ui/stamped";
import { FollowUpMark } from "@/app/(portal)/_follow-up/follow-up-mark";
import { fromColumns, type Columns } from "@/app/(portal)/_payouts/columns";
import { LastEmailed, Progress } from "@/app/(portal)/_payouts/email-progress";
import { PayoutActions } from "@/app/(portal)/_payouts/payout-actions";
import { Amount, Recipient } from "@/app/(portal)/_payouts/payout-cells";
import { SelectTd } from "@/app/(portal)/_payouts/selecting";
import type { PayoutLine } from "@/app/(portal)/_payouts/payout-line";

export type UrgentVerb = "Expires" | "Expired" | "Failed";
/** `step`: of a payout that failed, what is to be done about it, and who does it. */
type UrgentLine = PayoutLine & { step?: { words: string; who: string } };

type Props = {
  lines: Columns<UrgentLine>;
  verb: UrgentVerb;
  /** The address of the list behind View All, from its "?" on. */
  query: string;
  /** Whether the viewer may act on payouts. */
  acting: boolean;
};

/** The rows of a tab, drawn from their facts in the browser too, so that a page carries each row's markup only once. */
export const UrgentPayouts = ({ lines, ...tab }: Props) =>
  fromColumns(lines).map((line) => <UrgentPayout key={line.payoutId} line={line} {...tab} />);

function UrgentPayout({ line, verb, query, acting }: Omit<Props, "lines"> & { line: UrgentLine }) {
  const failed = verb === "Failed";
  const when = failed ? <Stamped {...line.changed} /> : line.expiry && <Stamped {...line.expiry} />;
  const progress = !failed && <Progress line={line} />;
  return (
    <Row>
      {acting && <SelectTd {...line} />}
      <Td>
        <Recipient line={line} query={query}>
          <div className="detail @2xl:hidden">
            <Amount of={line} /> · {verb.toLowerCase()} {when}
          </div>
          {failed ? (
            <div className="mt-1 @2xl:hidden">
              <Failure line={line} />
            </div>
          ) : (
            <div className="detail @5xl:hidden">{progress}</div>
          )}
          <FollowUpMark mark={line.mark} />
        </Recipient>
        {acting && (
          // Below the name in a narrow table, else over the empty cell at the end of the row.
          <div className="mt-2 @4xl:absolute @4xl:top-2.5 @4xl:right-4 @4xl:mt-0">
            {line.replaced ? <span className="text-muted">Replaced</span> : <PayoutActions subject={line} />}
          </div>
        )}
      </Td>
      <Td right from="tablet">
        <Amount of={line} />
      </Td>
      <Td from="tablet">{when}</Td>
      {failed ? (
        <Td from="tablet">
          <Failure line={line} />
        </Td>
      ) : (
        <>
          <Td from="tablet">
            <LastEmailed line={line} />
          </Td>
          <Td from="wide">{progress}</Td>
        </>
      )}
      {acting && <Td from="desktop" />}
    </Row>
  );
}

const Failure = ({ line: { reason, step } }: { line: UrgentLine }) => (
  <>
    <div>{reason}</div>
    {step && (
      <div className="detail">
        <span className="font-medium">{step.who}:</span> {step.words}
      </div>
    )}
  </>
);
