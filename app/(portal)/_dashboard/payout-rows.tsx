import { Row, Table, Td, Th } from "@/app/_ui/table";
import { Stamped } from "@/app/_ui/stamped";
import { isAdmin, type UserActor } from "@/lib/actor";
import type { ActionCenterPayout } from "@/lib/dashboard/queries";
import { listQuery, type ListView } from "@/lib/payouts/list/view";
import type { Settings } from "@/lib/settings/fields";
import type { At } from "@/lib/moment";
import { LastEmailed, Progress } from "@/app/(portal)/_payouts/email-progress";
import { ActingOnPayouts } from "@/app/(portal)/_payouts/acting-on-payouts";
import { PayoutActions } from "@/app/(portal)/_payouts/payout-actions";
import { payoutLine, type PayoutLine } from "@/app/(portal)/_payouts/payout-line";
import { payoutDefaults } from "@/app/(portal)/_payouts/payout-subject";
import { Amount, Recipient } from "@/app/(portal)/_payouts/payout-cells";

type Props = {
  actor: UserActor;
  payouts: readonly ActionCenterPayout[];
  at: At;
  settings: Settings;
  caption: string;
  verb: "Expires" | "Expired";
  /** The list behind View All. */
  list: ListView;
};

/** Payouts that expire soon or have expired, the most urgent first, with the recipient's progress and an admin's actions. */
export function PayoutRows({ caption, verb, payouts, list, actor, at, settings }: Props) {
  const query = listQuery(list);
  return (
    <ActingOnPayouts defaults={payoutDefaults(at, settings)}>
      <Table
        caption={caption}
        headFrom="tablet"
        head={
          <>
            <Th>Recipient</Th>
            <Th right from="tablet" className="w-36">
              Amount
            </Th>
            <Th from="tablet" className="w-28">
              {verb}
            </Th>
            <Th from="tablet" className="w-30">
              Last emailed
            </Th>
            <Th from="wide" className="w-42">
              Recipient progress
            </Th>
            {isAdmin(actor) && (
              <Th from="desktop" className={verb === "Expires" ? "w-95" : "w-48"}>
                <span className="sr-only">Actions</span>
              </Th>
            )}
          </>
        }
      >
        {payouts.map((payout) => (
          <PayoutRow
            key={payout.id}
            line={payoutLine(payout, { actor, at, settings }, payout.emails)}
            verb={verb}
            query={query}
            acting={isAdmin(actor)}
          />
        ))}
      </Table>
    </ActingOnPayouts>
  );
}

type RowProps = Pick<Props, "verb"> & { line: PayoutLine; query: string; acting: boolean };

function PayoutRow({ line, verb, query, acting }: RowProps) {
  const expiry = line.expiry && <Stamped {...line.expiry} />;
  const progress = <Progress line={line} />;
  return (
    <Row>
      <Td>
        <Recipient line={line} query={query}>
          <div className="@2xl:hidden">
            <Amount of={line} /> · {verb.toLowerCase()} {expiry}
          </div>
          <div className="@5xl:hidden">{progress}</div>
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
