import { Row, Table, Td, Th } from "@/app/_ui/table";
import { Timestamp } from "@/app/_ui/timestamp";
import { isAdmin, type UserActor } from "@/lib/actor";
import type { ActionCenterPayout } from "@/lib/dashboard/queries";
import { emailStatusTable } from "@/lib/emails/status";
import type { At } from "@/lib/time-window";
import { PayoutActions } from "../_ui/payout-actions";
import { Amount, Recipient } from "./payout-cells";

type Props = { actor: UserActor; payouts: readonly ActionCenterPayout[]; at: At; caption: string; verb: "Expires" | "Expired" };

/** Payouts around their expiry, the most urgent first, with what is known of the recipient and what an admin can do. */
export function PayoutRows({ caption, verb, payouts, ...row }: Props) {
  return (
    <Table
      caption={caption}
      head={
        <>
          <Th>Recipient</Th>
          <Th right from="tablet">Amount</Th>
          <Th from="tablet">{verb}</Th>
          <Th from="tablet">Last emailed</Th>
          <Th from="desktop">Opened</Th>
          {isAdmin(row.actor) && (
            <Th right from="tablet">
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

type RowProps = Pick<Props, "actor" | "at" | "verb"> & { payout: ActionCenterPayout };

function PayoutRow({ actor, payout, at, verb }: RowProps) {
  const actions = payout.archivedAt ? <span className="text-muted">Replaced</span> : <PayoutActions actor={actor} payout={payout} now={at.now} />;
  const expiry = <Timestamp at={payout.expiresAt} {...at} />;
  return (
    <Row>
      <Td className="w-full max-w-0">
        <Recipient payout={payout}>
          <Amount payout={payout} /> · {verb.toLowerCase()} {expiry}
        </Recipient>
        <div className="mt-2 md:hidden">{isAdmin(actor) && actions}</div>
      </Td>
      <Td right from="tablet">
        <Amount payout={payout} />
      </Td>
      <Td from="tablet">{expiry}</Td>
      <Td from="tablet">
        <LastEmail payout={payout} at={at} />
      </Td>
      <Td from="desktop" className="whitespace-nowrap">
        {payout.openedAt ? <Timestamp at={payout.openedAt} {...at} /> : <span className="text-muted">Never opened</span>}
      </Td>
      {isAdmin(actor) && (
        <Td right from="tablet">
          {actions}
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
