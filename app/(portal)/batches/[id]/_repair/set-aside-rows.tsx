import { Card } from "@/app/_ui/card";
import { Row, Table, Td, Th } from "@/app/_ui/table";
import { Timestamp } from "@/app/_ui/timestamp";
import type { UserActor } from "@/lib/actor";
import type { BatchDetail } from "@/lib/batches/queries";
import { setAsideRows } from "@/lib/batches/repair/queries";
import type { At } from "@/lib/moment";
import { columnNames } from "@/lib/payouts/fields/table";
import { counted, figure } from "@/app/(portal)/_ui/figures";

/** Its cells, ours in their usual order first. */
const inWords = (values: Record<string, string>): string =>
  [...new Set([...columnNames, ...Object.keys(values)])].flatMap((name) => values[name] || []).join(" · ");

/** Refused rows that a person said are no payments: their cells, why, and who said so. */
export async function SetAsideRows({ actor, batch, at }: { actor: UserActor; batch: BatchDetail; at: At }) {
  if (batch.setAsideCount === 0) return null;
  const rows = await setAsideRows(actor, batch.id);
  return (
    <section aria-labelledby="aside-heading" className="mt-6">
      <h2 id="aside-heading" className="mb-1 text-lg font-semibold">
        {counted(batch.setAsideCount, "row")} set aside
      </h2>
      <p className="mb-3 text-muted">
        {batch.setAsideCount === 1
          ? "It is no payment, and nobody was paid for it."
          : "They are no payments, and nobody was paid for them."}
        {batch.setAsideCount > rows.length &&
          ` The first ${figure(rows.length)} of ${figure(batch.setAsideCount)} are shown.`}
      </p>
      <Card>
        <Table
          caption="Rows set aside"
          head={
            <>
              <Th className="w-20">Line</Th>
              <Th>Row</Th>
              <Th>Reason</Th>
            </>
          }
        >
          {rows.map(({ line, values, reason, resolvedAt, byName }) => (
            <Row key={line}>
              <Td className="font-medium tabular-nums">{line}</Td>
              <Td>
                <span className="break-words">{inWords(values)}</span>
              </Td>
              <Td>
                <p className="break-words whitespace-pre-line">{reason}</p>
                <p className="text-sm text-muted">
                  {byName ?? "A command"}, <Timestamp at={resolvedAt} {...at} />
                </p>
              </Td>
            </Row>
          ))}
        </Table>
      </Card>
    </section>
  );
}
