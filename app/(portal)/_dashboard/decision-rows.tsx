import type { Route } from "next";
import { buttonStyle } from "@/app/_ui/button";
import { SoftLink } from "@/app/_ui/soft-link";
import { Row, RowLink, Table, Td, Th } from "@/app/_ui/table";
import { Timestamp } from "@/app/_ui/timestamp";
import { isAdmin, type UserActor } from "@/lib/actor";
import type { AwaitedDecision } from "@/lib/batches/awaiting";
import { awaitsColumns } from "@/lib/batches/status";
import type { At } from "@/lib/moment";
import { formatMoney } from "@/lib/money";
import { columnsHref } from "@/app/(portal)/_columns/href";
import { counted, figure } from "@/app/(portal)/_ui/figures";

type Props = { actor: UserActor; decisions: readonly AwaitedDecision[]; at: At; caption: string };

/** Batches that wait for an admin, the one that waits longest first. A viewer sees them without the button. */
export function DecisionRows({ actor, decisions, at, caption }: Props) {
  return (
    <Table
      caption={caption}
      headFrom="tablet"
      head={
        <>
          <Th>File</Th>
          <Th right from="tablet" className="w-24">
            Accepted
          </Th>
          <Th right from="tablet" className="w-24">
            Refused
          </Th>
          <Th right from="desktop" className="w-52">
            Money of accepted rows
          </Th>
          <Th from="tablet" className="w-32">
            Waiting since
          </Th>
          {isAdmin(actor) && (
            <Th from="tablet" className="w-40">
              <span className="sr-only">Actions</span>
            </Th>
          )}
        </>
      }
    >
      {decisions.map((batch) => (
        <DecisionRow key={batch.id} batch={batch} at={at} acting={isAdmin(actor)} />
      ))}
    </Table>
  );
}

const noRowsYet = "Its columns are not known yet";

function DecisionRow({ batch, at, acting }: { batch: AwaitedDecision; at: At; acting: boolean }) {
  const href = `/batches/${batch.id}` as Route;
  const asksColumns = awaitsColumns(batch);
  const label = asksColumns ? "Choose columns" : "Review";
  const action = acting && (
    <SoftLink
      href={asksColumns ? columnsHref(batch.id) : href}
      aria-label={`${label}: ${batch.fileName}`}
      className={`${buttonStyle("secondary", "small")} relative`}
    >
      {label}
    </SoftLink>
  );
  return (
    <Row>
      <Td>
        <RowLink href={href}>{batch.fileName}</RowLink>
        {asksColumns && <div className="detail hidden @2xl:block">{noRowsYet}</div>}
        <div className="detail @2xl:hidden">
          {asksColumns ? noRowsYet : `${figure(batch.acceptedCount)} accepted, ${figure(batch.refusedCount)} refused`} ·
          since <Timestamp at={batch.since} {...at} />
        </div>
        <div className="detail @4xl:hidden">
          <Money of={batch} />
        </div>
        {action && <div className="mt-2 @2xl:hidden">{action}</div>}
      </Td>
      <Td right from="tablet">
        {asksColumns ? "–" : figure(batch.acceptedCount)}
      </Td>
      <Td right from="tablet">
        {asksColumns ? "–" : figure(batch.refusedCount)}
      </Td>
      <Td right from="desktop">
        <Money of={batch} />
      </Td>
      <Td from="tablet">
        <Timestamp at={batch.since} {...at} />
      </Td>
      {acting && (
        <Td right from="tablet">
          {action}
        </Td>
      )}
    </Row>
  );
}

const shownCurrencies = 3;

/** The money of a batch in the currencies of most rows; the page of the batch has all. */
const Money = ({ of: { money } }: { of: Pick<AwaitedDecision, "money"> }) => (
  <span className="tabular-nums">
    {money
      .slice(0, shownCurrencies)
      .map(({ amountMinor, currency }) => formatMoney(amountMinor, currency))
      .join(" · ")}
    {money.length > shownCurrencies &&
      ` and ${counted(money.length - shownCurrencies, "more currency", "more currencies")}`}
  </span>
);
