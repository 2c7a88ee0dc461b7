import { Row, Table, Td, Th } from "@/app/_ui/table";
import { Timestamp } from "@/app/_ui/timestamp";
import { isAdmin, type UserActor } from "@/lib/actor";
import type { ActionCenterPayout } from "@/lib/dashboard/queries";
import type { ListView } from "@/lib/payouts/list/view";
import type { Settings } from "@/lib/settings/fields";
import type { At } from "@/lib/moment";
import { LastEmail, Progress } from "@/app/(portal)/_payouts/email-progress";
import { PayoutActions } from "@/app/(portal)/_payouts/payout-actions";
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
export function PayoutRows({ caption, verb, payouts, ...row }: Props) {
  return (
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
          {isAdmin(row.actor) && (
            <Th from="desktop" className={verb === "Expires" ? "w-95" : "w-48"}>
              <span className="sr-only">Actions</span>
            </Th>
          )}
        </>
      }
    >
      {payouts.map((payout) => (
        <PayoutRow key={payout.id} payout={payout} verb={verb} {...row} />
      ))}
    </Table>
  );
}

type RowProps = Pick<Props, "actor" | "at" | "settings" | "verb" | "list"> & { payout: ActionCenterPayout };

function PayoutRow({ actor, payout, at, settings, verb, list }: RowProps) {
  const actions = payout.archivedAt ? (
    <span className="text-muted">Replaced</span>
  ) : (
    <PayoutActions actor={actor} payout={payout} at={at} settings={settings} />
  );
  const expiry = <Timestamp at={payout.expiresAt} {...at} />;
  const progress = <Progress actor={actor} payout={payout} emails={payout.emails} at={at} settings={settings} />;
  return (
    <Row>
      <Td>
        <Recipient payout={payout} list={list}>
          <div className="@2xl:hidden">
            <Amount payout={payout} /> · {verb.toLowerCase()} {expiry}
          </div>
          <div className="@5xl:hidden">{progress}</div>
        </Recipient>
        {isAdmin(actor) && (
          // Below the name in a narrow table, else over the empty cell at the end of the row.
          <div className="mt-2 @4xl:absolute @4xl:top-2.5 @4xl:right-4 @4xl:mt-0">{actions}</div>
        )}
      </Td>
      <Td right from="tablet">
        <Amount payout={payout} />
      </Td>
      <Td from="tablet">{expiry}</Td>
      <Td from="tablet">
        <LastEmail emails={payout.emails} at={at} />
      </Td>
      <Td from="wide">{progress}</Td>
      {isAdmin(actor) && <Td from="desktop" />}
    </Row>
  );
}
