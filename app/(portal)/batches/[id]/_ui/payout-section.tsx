import { Icon } from "@/app/_ui/icon";
import { SoftLink } from "@/app/_ui/soft-link";
import { Card } from "@/app/_ui/card";
import { Row, RowLink, Table, Td, Th } from "@/app/_ui/table";
import { isAdmin, type UserActor } from "@/lib/actor";
import type { BatchDetail } from "@/lib/batches/queries";
import { payoutsHref } from "@/lib/payouts/list/filter";
import { payoutHref, type ListView } from "@/lib/payouts/list/view";
import { payoutRows, type Payout } from "@/lib/payouts/queries";
import type { At } from "@/lib/moment";
import { allMatching } from "@/app/(portal)/_payouts/_selection/all-matching";
import { SelectAllTh, Selecting, SelectTd } from "@/app/(portal)/_payouts/selecting";
import { payoutSubject } from "@/app/(portal)/_payouts/payout-subject";
import { Amount, Reference } from "@/app/(portal)/_payouts/payout-cells";
import { PayoutStatusBadge } from "@/app/(portal)/_payouts/payout-status";
import { toColumns } from "@/app/(portal)/_payouts/columns";
import { counted } from "@/app/(portal)/_ui/figures";
import { formatAmount } from "@/lib/money";
import { organizationSettings } from "@/lib/settings/queries";

const rowsShown = 10;

/** `count`: the payouts of the batch, also those that replaced one of its file. */
type Props = { actor: UserActor; batch: BatchDetail; at: At; count: number };

/** The payouts of a batch that changed last, with a link to all of them. */
export async function PayoutSection({ actor, batch, at, count }: Props) {
  if (count === 0) return null;
  const filter = { batch: batch.id };
  const [{ rows }, settings] = await Promise.all([
    payoutRows(actor, { filter, page: {} }, at, rowsShown),
    organizationSettings(actor),
  ]);
  const acting = isAdmin(actor);
  const all = allMatching(actor, filter, { count });
  return (
    <section aria-labelledby="payouts-heading" className="mt-6">
      <div className="mb-3 flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id="payouts-heading" className="text-lg font-semibold">
          {counted(count, "payout")}
        </h2>
        <SoftLink
          href={payoutsHref(filter)}
          className="inline-flex items-center gap-1 font-medium underline-offset-2 hover:underline"
        >
          View All <Icon name="arrow-right" className="size-4" />
        </SoftLink>
      </div>
      <Card>
        <Selecting lines={toColumns(rows.map((payout) => payoutSubject(actor, payout, at, settings)))} all={all}>
          <Table
            caption="Payouts of this batch, the latest change first"
            selectable={acting}
            head={<PayoutHead acting={acting} />}
          >
            {rows.map((payout) => (
              <PayoutLine key={payout.id} payout={payout} list={{ filter, page: {} }} acting={acting} />
            ))}
          </Table>
        </Selecting>
      </Card>
    </section>
  );
}

type LineProps = { payout: Payout; list: ListView; acting: boolean };

function PayoutLine({ payout, list, acting }: LineProps) {
  return (
    <Row>
      {acting && <SelectTd payoutId={payout.id} recipientName={payout.recipientName} />}
      <Td>
        <RowLink href={payoutHref(payout.id, list)}>{payout.recipientName}</RowLink>
        <div className="mt-1 @2xl:hidden">
          <PayoutStatusBadge status={payout.status} />
        </div>
      </Td>
      <Td from="desktop">
        <Reference>{payout.reference}</Reference>
      </Td>
      <Td right from="tablet">
        {payout.line ?? payout.fromLine}
      </Td>
      <Td from="tablet">
        <PayoutStatusBadge status={payout.status} />
      </Td>
      <Td right>
        <Amount of={{ amount: formatAmount(payout.amountMinor, payout.currency), currency: payout.currency }} />
      </Td>
    </Row>
  );
}

const PayoutHead = ({ acting }: { acting: boolean }) => (
  <>
    {acting && <SelectAllTh />}
    <Th>Recipient</Th>
    <Th from="desktop" className="w-52">
      Reference
    </Th>
    <Th right from="tablet" className="w-20">
      Line
    </Th>
    <Th from="tablet" className="w-44">
      Status
    </Th>
    <Th right className="w-28 @2xl:w-36">
      Amount
    </Th>
  </>
);
