import { Table, Th } from "@/app/_ui/table";
import { isAdmin, type UserActor } from "@/lib/actor";
import type { ActionCenterPayout } from "@/lib/dashboard/queries";
import { listQuery, type ListView } from "@/lib/payouts/list/view";
import type { Settings } from "@/lib/settings/fields";
import type { At } from "@/lib/moment";
import { ActingOnPayouts } from "@/app/(portal)/_payouts/acting-on-payouts";
import { payoutLine } from "@/app/(portal)/_payouts/payout-line";
import { payoutDefaults } from "@/app/(portal)/_payouts/payout-subject";
import { UrgentPayouts } from "./urgent-payouts";

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
        <UrgentPayouts
          lines={payouts.map((payout) => payoutLine(payout, { actor, at, settings }, payout.emails))}
          verb={verb}
          query={listQuery(list)}
          acting={isAdmin(actor)}
        />
      </Table>
    </ActingOnPayouts>
  );
}
