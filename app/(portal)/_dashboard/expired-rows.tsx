import { Row, Table, Td, Th } from "@/app/_ui/table";
import { Timestamp } from "@/app/_ui/timestamp";
import { isAdmin, type UserActor } from "@/lib/actor";
import type { ActionCenterPayout } from "@/lib/dashboard/queries";
import type { At } from "@/lib/time-window";
import { PayoutActions } from "../_ui/payout-actions";
import { Amount, Recipient } from "./payout-cells";

/** Payouts whose link ran out lately, the latest first. To pay these people after all, a new payout is needed; admins create it here. */
export function ExpiredRows({ actor, payouts, at }: { actor: UserActor; payouts: readonly ActionCenterPayout[]; at: At }) {
  return (
    <>
      <p className="border-b border-line px-4 py-2 text-sm text-muted">The recipient did not claim it in time. To pay them after all, a new payout is needed{isAdmin(actor) ? "." : "; an admin can create it."}</p>
      <Table
        caption="Payouts recently expired"
        head={
          <>
            <Th>Recipient</Th>
            <Th right from="tablet">Amount</Th>
            <Th from="tablet">Expired</Th>
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
          <ExpiredRow key={payout.id} actor={actor} payout={payout} at={at} />
        ))}
      </Table>
    </>
  );
}

function ExpiredRow({ actor, payout, at }: { actor: UserActor; payout: ActionCenterPayout; at: At }) {
  return (
    <Row>
      <Td className="w-full max-w-0">
        <Recipient payout={payout}>
          <Amount payout={payout} /> · expired <Timestamp at={payout.statusChangedAt} {...at} />
        </Recipient>
        <div className="mt-2 md:hidden">{isAdmin(actor) && <PayoutActions actor={actor} payout={payout} now={at.now} />}</div>
      </Td>
      <Td right from="tablet">
        <Amount payout={payout} />
      </Td>
      <Td from="tablet">
        <Timestamp at={payout.statusChangedAt} {...at} />
      </Td>
      <Td from="desktop" className="whitespace-nowrap">{payout.openedAt ? <Timestamp at={payout.openedAt} {...at} /> : <span className="text-muted">Never opened</span>}</Td>
      {isAdmin(actor) && (
        <Td right from="tablet">
          {payout.archivedAt ? <span className="text-muted">Replaced</span> : <PayoutActions actor={actor} payout={payout} now={at.now} />}
        </Td>
      )}
    </Row>
  );
}
