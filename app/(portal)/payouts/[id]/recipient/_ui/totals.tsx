import { Card } from "@/app/_ui/card";
import { SoftLink } from "@/app/_ui/soft-link";
import { Table, Td, Th } from "@/app/_ui/table";
import { formatMoney } from "@/lib/money";
import { payoutsHref } from "@/lib/payouts/list/filter";
import type { StatusTotals } from "@/lib/payouts/recipients/queries";
import { figure } from "@/app/(portal)/_ui/figures";
import { PayoutStatusBadge } from "@/app/(portal)/_payouts/payout-status";

type Props = { payoutId: string; totals: readonly StatusTotals[] };

const link = "underline decoration-line underline-offset-2 hover:decoration-current";

/** What a recipient's payouts add up to, by status and currency; each number leads to the payouts that it counts. */
export const Totals = ({ payoutId: recipient, totals }: Props) => (
  <section aria-labelledby="totals">
    <h2 id="totals" className="mb-2.5 font-semibold">
      Totals by status
    </h2>
    <Card>
      <Table
        caption="What the payouts to this recipient add up to, by status"
        head={
          <>
            <Th>Status</Th>
            <Th right className="w-20 @2xl:w-32">
              Payouts
            </Th>
            <Th right>Money</Th>
          </>
        }
      >
        {totals.map(({ status, count, money }) => (
          <tr key={status}>
            <Td>
              <PayoutStatusBadge status={status} />
            </Td>
            <Td right>
              <SoftLink href={payoutsHref({ recipient, status: [status] })} className={link}>
                {figure(count)}
              </SoftLink>
            </Td>
            <Td right>
              <ul>
                {money.map(({ currency, amountMinor }) => (
                  <li key={currency}>
                    <SoftLink href={payoutsHref({ recipient, status: [status], currency })} className={link}>
                      {formatMoney(amountMinor, currency)}
                    </SoftLink>
                  </li>
                ))}
              </ul>
            </Td>
          </tr>
        ))}
      </Table>
    </Card>
  </section>
);
