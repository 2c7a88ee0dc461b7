import { Badge } from "@/app/_ui/badge";
import { Card } from "@/app/_ui/card";
import { EmptyState } from "@/app/_ui/empty-state";
import { Row, Table, Td, Th } from "@/app/_ui/table";
import { Timestamp } from "@/app/_ui/timestamp";
import { figure } from "@/app/(portal)/_ui/figures";
import { erasureStepCount, type listErasures } from "@/lib/erasure/queries";
import type { At } from "@/lib/moment";
import { counted } from "@/lib/plain-words";

type Erasure = Awaited<ReturnType<typeof listErasures>>[number];

/** The erasures that were asked for. None of them says of whom. */
export function ErasureList({ erasures, at }: { erasures: readonly Erasure[]; at: At }) {
  return (
    <section aria-labelledby="erasures-heading" className="mt-6">
      <h2 id="erasures-heading" className="mb-3 text-lg font-semibold">
        Erasures
      </h2>
      <Card>
        {erasures.length === 0 ? (
          <EmptyState title="Nobody was erased yet">
            When you erase a recipient, it stands here without their name.
          </EmptyState>
        ) : (
          <Table
            caption="Erasures, the latest first"
            head={
              <>
                <Th>Known as</Th>
                <Th from="tablet" className="w-36">
                  Asked for by
                </Th>
                <Th from="desktop" className="w-32">
                  Asked for
                </Th>
                <Th from="tablet" right className="w-24">
                  Payouts
                </Th>
                <Th from="tablet" right className="w-24">
                  Records
                </Th>
                <Th className="w-32">State</Th>
              </>
            }
          >
            {erasures.map((erasure) => (
              <ErasureRow key={erasure.id} erasure={erasure} at={at} />
            ))}
          </Table>
        )}
      </Card>
    </section>
  );
}

function ErasureRow({ erasure, at }: { erasure: Erasure; at: At }) {
  const { mark, requestedBy, createdAt, payoutCount, recordCount, stepsDone, endedAt } = erasure;
  return (
    <Row>
      <Td>
        {mark}
        <div className="text-sm text-muted @2xl:hidden">
          {requestedBy ?? "A command"}: {counted(payoutCount, "payout")}, {counted(recordCount, "record")}
        </div>
      </Td>
      <Td from="tablet">{requestedBy ?? "A command"}</Td>
      <Td from="desktop">
        <Timestamp at={createdAt} {...at} />
      </Td>
      <Td from="tablet" right>
        {figure(payoutCount)}
      </Td>
      <Td from="tablet" right>
        {figure(recordCount)}
      </Td>
      <Td>
        {endedAt ? (
          <Badge tone="success" icon="circle-check">
            Erased
          </Badge>
        ) : (
          <Badge tone="progress" icon="loader-circle">
            Step {stepsDone + 1} of {erasureStepCount + 1}
          </Badge>
        )}
      </Td>
    </Row>
  );
}
