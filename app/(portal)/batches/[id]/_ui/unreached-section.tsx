import type { Route } from "next";
import { SoftLink } from "@/app/_ui/soft-link";
import { Card } from "@/app/_ui/card";
import { Table, Td, Th } from "@/app/_ui/table";
import { Timestamp } from "@/app/_ui/timestamp";
import { recipientHref } from "@/lib/payouts/recipients/links";
import { isAdmin, type UserActor } from "@/lib/actor";
import type { BatchDetail } from "@/lib/batches/queries";
import { unreachedPayouts, type UnreachedPayout } from "@/lib/batches/stopped-payouts";
import type { At } from "@/lib/moment";
import { counted } from "@/app/(portal)/_ui/figures";
import { LinePager } from "./line-pager";

type Props = {
  actor: UserActor;
  batch: BatchDetail;
  at: At;
  /** How many there are. */
  count: number;
  /** The page starts after this line of the file. */
  afterLine: number;
};

/** Payouts of the batch whose email was refused: the address, the mail server's reason, and what to do. */
export async function UnreachedSection({ actor, batch, at, count, afterLine }: Props) {
  if (count === 0) return null;
  const { rows, next } = await unreachedPayouts(actor, batch.id, at, afterLine);
  return (
    <section id="unreached" aria-labelledby="unreached-heading" className="mt-6 scroll-mt-4">
      <h2 id="unreached-heading" className="mb-1 text-lg font-semibold">
        {counted(count, "recipient")} not reached
      </h2>
      <p className="mb-3 max-w-prose text-muted">
        {count === 1 ? "This payout exists" : "These payouts exist"}, but the email with the link was refused
        permanently.
        {!isAdmin(actor) && " An admin can change the recipient's email."}
      </p>
      <Card>
        <Table caption="Payouts whose recipients cannot be reached" head={<Head />}>
          {rows.map((row) => (
            <Unreached key={row.payoutId} row={row} at={at} />
          ))}
        </Table>
        <LinePager
          label="Pages of recipients not reached"
          many="payouts"
          first={afterLine > 0 ? `/batches/${batch.id}#unreached` : null}
          next={next === null ? null : `/batches/${batch.id}?unreached_after=${next}#unreached`}
        />
      </Card>
    </section>
  );
}

function Unreached({ row, at }: { row: UnreachedPayout; at: At }) {
  const refused = <Timestamp at={row.occurredAt} {...at} />;
  return (
    <tr>
      <Td className="font-medium tabular-nums">{row.line}</Td>
      <Td from="tablet">
        <PayoutLink row={row} />
        <div className="text-sm text-muted">
          <RecipientLink row={row} />
        </div>
      </Td>
      <Td>
        <div className="@2xl:hidden">
          <PayoutLink row={row} />
          <div className="text-sm text-muted">
            <RecipientLink row={row} />
          </div>
        </div>
        <p>{row.message}</p>
        <p className="text-muted">{row.suggestion}</p>
        <div className="text-sm text-muted @2xl:hidden">{refused}</div>
      </Td>
      <Td from="tablet">{refused}</Td>
    </tr>
  );
}

/** The address that was refused, which the payout may not have any more. */
const RecipientLink = ({ row }: { row: UnreachedPayout }) => (
  <SoftLink href={recipientHref(row.payoutId)} className="recipient-link">
    {row.value}
  </SoftLink>
);

const PayoutLink = ({ row }: { row: UnreachedPayout }) => (
  <SoftLink href={`/payouts/${row.payoutId}` as Route} className="font-medium underline underline-offset-2">
    {row.recipientName}
  </SoftLink>
);

const Head = () => (
  <>
    <Th className="w-20">Line</Th>
    <Th from="tablet" className="w-60">
      Payout
    </Th>
    <Th>Problem and what to do</Th>
    <Th from="tablet" className="w-36">
      Refused
    </Th>
  </>
);
