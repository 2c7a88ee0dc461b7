import { ActionsTd, Row, RowActions, Td } from "@/app/_ui/table";
import { Timestamp } from "@/app/_ui/timestamp";
import { isAdmin, type UserActor } from "@/lib/actor";
import type { LatestEmails } from "@/lib/emails/latest";
import { failureReason } from "@/lib/payouts/failures";
import type { ListView } from "@/lib/payouts/list/view";
import type { Payout } from "@/lib/payouts/queries";
import { stands } from "@/lib/payouts/transitions";
import type { Settings } from "@/lib/settings/fields";
import type { At } from "@/lib/moment";
import { AnswersWarning } from "@/app/(portal)/_payouts/answers-warning";
import { LastEmail, Progress } from "@/app/(portal)/_payouts/email-progress";
import { PayoutActions } from "@/app/(portal)/_payouts/payout-actions";
import { Amount, Recipient, Reference } from "@/app/(portal)/_payouts/payout-cells";
import { PayoutStatusBadge } from "@/app/(portal)/_payouts/payout-status";

type Props = {
  actor: UserActor;
  payout: Payout;
  view: ListView;
  /** Its latest emails, where the list has columns for them; null where it has none. */
  emails: LatestEmails | "none" | null;
  at: At;
  settings: Settings;
  /** The list has a column for the expiry. */
  expires: boolean;
};

export function PayoutRow({ actor, payout, view, emails, at, settings, expires }: Props) {
  const status = <StatusCell payout={payout} limit={settings.verificationLimit} />;
  const changed = <Timestamp at={payout.statusChangedAt} {...at} />;
  const latest = emails === "none" ? null : emails;
  const progress = emails && <Progress actor={actor} payout={payout} emails={latest} at={at} settings={settings} />;
  const expiry = mayExpire(payout) && <Timestamp at={payout.expiresAt} {...at} />;
  return (
    <Row acting>
      <Td>
        <Recipient payout={payout} list={view}>
          <div className="@2xl:hidden">
            <Amount payout={payout} /> · {expiry ? <>expires {expiry}</> : changed}
            <div className="mt-1">{status}</div>
          </div>
          <div className="empty:hidden @5xl:hidden">{progress}</div>
        </Recipient>
        <RowActions>
          <PayoutActions actor={actor} payout={payout} at={at} settings={settings} compact />
        </RowActions>
      </Td>
      <Td from="wide">
        <Reference>{payout.reference}</Reference>
      </Td>
      <Td right from="tablet">
        <Amount payout={payout} />
      </Td>
      {emails ? (
        <>
          <Td from="tablet">
            <LastEmail emails={latest} at={at} />
          </Td>
          <Td from="wide">{progress}</Td>
        </>
      ) : (
        <>
          <Td from="tablet">{status}</Td>
          <Td from="tablet">{changed}</Td>
        </>
      )}
      <Td from="widest">
        <Timestamp at={payout.createdAt} {...at} />
      </Td>
      {expires && <Td from="desktop">{expiry}</Td>}
      {isAdmin(actor) && <ActionsTd />}
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
