import type { Route } from "next";
import Link from "next/link";
import { buttonStyle } from "@/app/_ui/button";
import { Card } from "@/app/_ui/card";
import { isAdmin, type UserActor } from "@/lib/actor";
import { batchErrors, batchReasons } from "@/lib/batches/error-queries";
import type { BatchDetail } from "@/lib/batches/queries";
import { aboutRow } from "@/lib/batches/row-words";
import { counted } from "../../_ui/figures";
import { Reasons } from "../../_ui/reasons";
import { RefusedRows } from "../../_ui/refused-rows";

type Props = { actor: UserActor; batch: BatchDetail; /** Shows the rows behind this line of the file. */ afterLine: number };

/** The rows that never became payouts, in the order of the file, each with its reasons. */
export async function ErrorSection({ actor, batch, afterLine }: Props) {
  if (batch.refusedCount === 0) return null;
  const [{ rows, next }, reasons] = await Promise.all([batchErrors(actor, batch.id, afterLine), batchReasons(actor, batch.id)]);
  return (
    <section id="errors" aria-labelledby="errors-heading" className="mt-6 scroll-mt-4">
      <h2 id="errors-heading" className="mb-1 text-lg font-semibold">
        {counted(batch.refusedCount, "refused row")}
      </h2>
      <p className="mb-3 max-w-prose text-muted">
        {batch.refusedCount === 1 ? "It" : "They"} made no payout and no email.
        {isAdmin(actor) && " Mend the rows in your file and upload them as a new file, with those rows alone: the others exist already."}
      </p>
      <Card>
        <Reasons reasons={reasons} />
        <RefusedRows rows={rows.map(({ line, values, errors }) => ({ line, about: aboutRow(values), faults: errors }))} />
        {(next !== null || afterLine > 0) && (
          <nav aria-label="Pages of refused rows" className="flex justify-end gap-2 border-t border-line px-4 py-3">
            {afterLine > 0 && (
              <Link href={`/batches/${batch.id}#errors` as Route} className={buttonStyle("secondary", "small")}>
                First rows
              </Link>
            )}
            {next !== null && (
              <Link href={`/batches/${batch.id}?after_line=${next}#errors` as Route} className={buttonStyle("secondary", "small")}>
                Next rows
              </Link>
            )}
          </nav>
        )}
      </Card>
    </section>
  );
}
