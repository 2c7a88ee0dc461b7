import type { Route } from "next";
import { Row, RowLink, Td } from "@/app/_ui/table";
import { Timestamp } from "@/app/_ui/timestamp";
import { isAdmin, type UserActor } from "@/lib/actor";
import { formatAmount } from "@/lib/money";
import { failureReason } from "@/lib/payouts/failures";
import type { Payout } from "@/lib/payouts/queries";
import { stands } from "@/lib/payouts/transitions";
import type { Settings } from "@/lib/settings/fields";
import type { At } from "@/lib/time-window";
import { AnswersWarning } from "../../_ui/answers-warning";
import { PayoutActions } from "../../_ui/payout-actions";
import { PayoutStatusBadge } from "../../_ui/payout-status";

type Props = { actor: UserActor; payout: Payout; at: At; settings: Settings };

export function PayoutRow({ actor, payout, at, settings }: Props) {
  return (
    <Row>
      <RecipientCell payout={payout} limit={settings.verificationLimit} />
      <Td from="desktop">
        <div className="max-w-40 truncate" title={payout.reference}>
          {payout.reference}
        </div>
      </Td>
      <StatusCell payout={payout} limit={settings.verificationLimit} />
      <Td right className="whitespace-nowrap">
        {formatAmount(payout.amountMinor, payout.currency)} <span className="text-muted">{payout.currency}</span>
      </Td>
      <Td from="tablet">
        <Timestamp at={payout.statusChangedAt} {...at} />
      </Td>
      <Td from="wide">
        <Timestamp at={payout.createdAt} {...at} />
      </Td>
      <Td from="desktop">
        {stands("expire", payout) && <Timestamp at={payout.expiresAt} {...at} />}
      </Td>
      {isAdmin(actor) && (
        <Td from="desktop" right>
          <div className="transition-opacity pointer-fine:opacity-0 group-focus-within:opacity-100 group-hover:opacity-100">
            <PayoutActions actor={actor} payout={payout} at={at} settings={settings} />
          </div>
        </Td>
      )}
    </Row>
  );
}

/** `limit`: the verification answers a recipient has. */
type CellProps = { payout: Payout; limit: number };

function RecipientCell({ payout, limit }: CellProps) {
  return (
    <Td className="w-full max-w-0 break-words">
      <RowLink href={`/payouts/${payout.id}` as Route}>{payout.recipientName}</RowLink>
      <div className="truncate text-sm text-muted" title={payout.recipientEmail}>
        {payout.recipientEmail}
      </div>
      <div className="mt-1 flex flex-wrap gap-1 md:hidden">
        <PayoutStatusBadge status={payout.status} />
        <AnswersWarning payout={payout} limit={limit} />
      </div>
    </Td>
  );
}

function StatusCell({ payout, limit }: CellProps) {
  const reason = payout.failureCode === null ? null : failureReason(payout.failureCode).text;
  return (
    <Td from="tablet">
      <PayoutStatusBadge status={payout.status} />
      {reason && (
        <div className="max-w-48 truncate text-sm text-muted" title={reason}>
          {reason}
        </div>
      )}
      <div className="mt-1 empty:hidden">
        <AnswersWarning payout={payout} limit={limit} />
      </div>
      {payout.archivedAt && <div className="text-sm text-muted">Replaced</div>}
    </Td>
  );
}
