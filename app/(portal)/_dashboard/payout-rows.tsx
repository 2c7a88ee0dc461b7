import { Table, Th } from "@/app/_ui/table";
import { isAdmin, type UserActor } from "@/lib/actor";
import type { ActionCenterPayout } from "@/lib/dashboard/action-center";
import { failureReason, whoActsLabel } from "@/lib/payouts/failures";
import { listQuery, type ListView } from "@/lib/payouts/list/view";
import type { Settings } from "@/lib/settings/table";
import type { At } from "@/lib/moment";
import { ActingOnPayouts } from "@/app/(portal)/_payouts/acting-on-payouts";
import { toColumns } from "@/app/(portal)/_payouts/columns";
import { payoutLine } from "@/app/(portal)/_payouts/payout-line";
import { payoutDefaults } from "@/app/(portal)/_payouts/payout-subject";
import { allMatching } from "@/app/(portal)/_payouts/_selection/all-matching";
import { SelectAllTh, Selecting } from "@/app/(portal)/_payouts/selecting";
import { UrgentPayouts, type UrgentVerb } from "./urgent-payouts";

type Props = {
  actor: UserActor;
  payouts: readonly ActionCenterPayout[];
  /** Of those who have them, by id. */
  names: ReadonlyMap<string, string>;
  at: At;
  settings: Settings;
  caption: string;
  verb: UrgentVerb;
  /** The list behind View All. */
  list: ListView;
  /** How many payouts that list has. */
  count: number;
};

/**
 * Payouts that wait for somebody, the most urgent first, with an admin's actions: those that expire or have expired with
 * the recipient's progress, those that failed with the reason and the next step.
 */
export function PayoutRows({ caption, verb, payouts, names, list, count, actor, at, settings }: Props) {
  const lines = payouts.map((payout) => ({
    ...payoutLine(payout, { actor, at, settings, names }, verb === "Failed" ? undefined : payout.emails),
    ...(payout.failureCode !== null && { step: nextStep(payout.failureCode) }),
  }));
  const inColumns = toColumns(lines);
  const acting = isAdmin(actor);
  const all = allMatching(actor, list.filter, { count });
  return (
    <ActingOnPayouts defaults={payoutDefaults(at, settings)}>
      <Selecting key={all?.query} lines={inColumns} all={all}>
        <Table
          caption={caption}
          headFrom="tablet"
          selectable={acting}
          head={
            <>
              {acting && <SelectAllTh />}
              <Th>Recipient</Th>
              <Th right from="tablet" className="w-36">
                Amount
              </Th>
              <Th from="tablet" className="w-28">
                {verb}
              </Th>
              {verb === "Failed" ? <Th from="tablet">Why, and what to do</Th> : emailHeads}
              {acting && (
                <Th from="desktop" className={actionsWidth[verb]}>
                  <span className="sr-only">Actions</span>
                </Th>
              )}
            </>
          }
        >
          <UrgentPayouts lines={inColumns} verb={verb} query={listQuery(list)} acting={acting} />
        </Table>
      </Selecting>
    </ActingOnPayouts>
  );
}

/** What is to be done about a failure, and who does it. */
function nextStep(code: string) {
  const { nextStep: words, who } = failureReason(code);
  return { words, who: whoActsLabel[who] };
}

const emailHeads = (
  <>
    <Th from="tablet" className="w-30">
      Last emailed
    </Th>
    <Th from="wide" className="w-42">
      Recipient progress
    </Th>
  </>
);

/** Room for as many buttons as such a row may have side by side. */
const actionsWidth: Record<UrgentVerb, string> = { Expires: "w-95", Expired: "w-48", Failed: "w-80" };
