import { Row, Table, Td, Th } from "@/app/_ui/table";
import { Timestamp } from "@/app/_ui/timestamp";
import { isAdmin, type UserActor } from "@/lib/actor";
import type { ActionCenterPayout } from "@/lib/dashboard/queries";
import { emailStatusTable } from "@/lib/emails/status";
import type { At } from "@/lib/time-window";
import { PayoutActions } from "../_ui/payout-actions";
import { Amount, Recipient } from "./payout-cells";

/** Pending payouts whose link runs out soon, the next first, with what is known of the recipient and what an admin can do. */
export function ExpiringRows({ actor, payouts, at }: { actor: UserActor; payouts: readonly ActionCenterPayout[]; at: At }) {
  return (
    <Table
      caption="Payouts expiring soon"
      head={
        <>
          <Th>Recipient</Th>
          <Th right from="tablet">Amount</Th>
          <Th from="tablet">Expires</Th>
          <Th from="tablet">Last emailed</Th>
          <Th from="desktop">Opened</Th>
          {isAdmin(actor) && (
            <Th right from="tablet">
              <span className="sr-only">Actions</span>
            </Th>
          )}
        </>
      }
    >
      {payouts.map((payout) => (
        <ExpiringRow key={payout.id} actor={actor} payout={payout} at={at} />
      ))}
    </Table>
  );
}

function ExpiringRow({ actor, payout, at }: { actor: UserActor; payout: ActionCenterPayout; at: At }) {
  return (
    <Row>
      <Td className="w-full max-w-0">
        <Recipient payout={payout}>
          <Amount payout={payout} /> · expires <Timestamp at={payout.expiresAt} {...at} />
        </Recipient>
        <div className="mt-2 md:hidden">{isAdmin(actor) && <PayoutActions actor={actor} payout={payout} now={at.now} />}</div>
      </Td>
      <Td right from="tablet">
        <Amount payout={payout} />
      </Td>
      <Td from="tablet">
        <Timestamp at={payout.expiresAt} {...at} />
      </Td>
      <Td from="tablet">
        <LastEmail payout={payout} at={at} />
      </Td>
      <Td from="desktop" className="whitespace-nowrap">{payout.openedAt ? <Timestamp at={payout.openedAt} {...at} /> : <span className="text-muted">Never opened</span>}</Td>
      {isAdmin(actor) && (
        <Td right from="tablet">
          <PayoutActions actor={actor} payout={payout} now={at.now} />
        </Td>
      )}
    </Row>
  );
}

function LastEmail({ payout: { email }, at }: { payout: ActionCenterPayout; at: At }) {
  if (email === null) return <span className="text-muted">Never</span>;
  const { label, tone, meaning } = emailStatusTable[email.status];
  return (
    <>
      <Timestamp at={email.at} {...at} />
      <div title={meaning} className={`text-sm ${tone === "danger" ? "text-danger" : "text-muted"}`}>
        {label}
      </div>
    </>
  );
}
