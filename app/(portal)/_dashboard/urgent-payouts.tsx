"use client";

import { Row, Td } from "@/app/_ui/table";
import { Stamped } from "@/app/_ui/stamped";
import { LastEmailed, Progress } from "@/app/(portal)/_payouts/email-progress";
import { PayoutActions } from "@/app/(portal)/_payouts/payout-actions";
import { Amount, Recipient } from "@/app/(portal)/_payouts/payout-cells";
import type { PayoutLine } from "@/app/(portal)/_payouts/payout-line";

type Props = {
  lines: readonly PayoutLine[];
  verb: "Expires" | "Expired";
  /** The address of the list behind View All, from its "?" on. */
  query: string;
  /** Whether the viewer may act on payouts. */
  acting: boolean;
};

/** The rows of a tab, drawn from their facts in the browser too, so that a page carries each row's markup only once. */
export const UrgentPayouts = ({ lines, ...tab }: Props) =>
  lines.map((line) => <UrgentPayout key={line.payoutId} line={line} {...tab} />);

function UrgentPayout({ line, verb, query, acting }: Omit<Props, "lines"> & { line: PayoutLine }) {
  const expiry = line.expiry && <Stamped {...line.expiry} />;
  const progress = <Progress line={line} />;
  return (
    <Row>
      <Td>
        <Recipient line={line} query={query}>
          <div className="detail @2xl:hidden">
            <Amount of={line} /> · {verb.toLowerCase()} {expiry}
          </div>
          <div className="detail @5xl:hidden">{progress}</div>
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
      <Td from="tablet">{expiry}</Td>
      <Td from="tablet">
        <LastEmailed line={line} />
      </Td>
      <Td from="wide">{progress}</Td>
      {acting && <Td from="desktop" />}
    </Row>
  );
}
