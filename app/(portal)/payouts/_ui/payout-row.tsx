import { Row, RowActions, Td } from "@/app/_ui/table";
import { Timestamp } from "@/app/_ui/timestamp";
import type { UserActor } from "@/lib/actor";
import { failureReason } from "@/lib/payouts/failures";
import type { Payout } from "@/lib/payouts/queries";
import { stands } from "@/lib/payouts/transitions";
import type { Settings } from "@/lib/settings/fields";
import type { At } from "@/lib/moment";
import { AnswersWarning } from "@/app/(portal)/_payouts/answers-warning";
import { PayoutActions } from "@/app/(portal)/_payouts/payout-actions";
import { Amount, Recipient, Reference } from "@/app/(portal)/_payouts/payout-cells";
import { PayoutStatusBadge } from "@/app/(portal)/_payouts/payout-status";

type Props = {
  actor: UserActor;
  payout: Payout;
  at: At;
  settings: Settings;
  /** The list has a column for the expiry. */
  expires: boolean;
};

export function PayoutRow({ actor, payout, at, settings, expires }: Props) {
  const status = <StatusCell payout={payout} limit={settings.verificationLimit} />;
  const changed = <Timestamp at={payout.statusChangedAt} {...at} />;
  const expiry = mayExpire(payout) && <Timestamp at={payout.expiresAt} {...at} />;
  return (
    <Row acting>
      <Td>
        <Recipient payout={payout}>
          <div className="@2xl:hidden">
            <Amount payout={payout} /> · {expiry ? <>expires {expiry}</> : changed}
            <div className="mt-1">{status}</div>
          </div>
        </Recipient>
        <RowActions>
          <PayoutActions actor={actor} payout={payout} at={at} settings={settings} />
        </RowActions>
      </Td>
      <Td from="desktop">
        <Reference>{payout.reference}</Reference>
      </Td>
      <Td right from="tablet">
        <Amount payout={payout} />
      </Td>
      <Td from="tablet">{status}</Td>
      <Td from="tablet">{changed}</Td>
      <Td from="widest">
        <Timestamp at={payout.createdAt} {...at} />
      </Td>
      {expires && <Td from="desktop">{expiry}</Td>}
    </Row>
  );
}

export const mayExpire = (payout: Payout): boolean => stands("expire", payout);

/** The status and its reason. `limit`: how many verification answers a recipient has. */
function StatusCell({ payout, limit }: { payout: Payout; limit: number }) {
  return (
    <>
      <PayoutStatusBadge status={payout.status} />
      {payout.failureCode !== null && (
        <div className="text-sm text-muted">{failureReason(payout.failureCode).text}</div>
      )}
      <div className="mt-1 empty:hidden">
        <AnswersWarning payout={payout} limit={limit} />
      </div>
      {payout.archivedAt && <div className="text-sm text-muted">Replaced</div>}
    </>
  );
}
