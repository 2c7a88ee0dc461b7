import { Card, Fact, Facts } from "@/app/_ui/card";
import { Notice } from "@/app/_ui/notice";
import { figure } from "@/app/(portal)/_ui/figures";
import type { previewErasure } from "@/lib/erasure/queries";
import { EraseButton } from "./erase-button";

type Props = { address: string; found: Awaited<ReturnType<typeof previewErasure>> };

/** What an erasure would take, in numbers, and whether it may be done now. */
export function Preview({ address, found }: Props) {
  const { payoutIds, emails, notes, refusedRows, refusal } = found;
  return (
    <section aria-labelledby="preview-heading" className="mt-6">
      <h2 id="preview-heading" className="mb-3 text-lg font-semibold break-words">
        What is known of {address}
      </h2>
      <Card>
        <Facts>
          <Fact label="Payouts, also those that replaced one">{figure(payoutIds.length)}</Fact>
          <Fact label="Emails">{figure(emails)}</Fact>
          <Fact label="Notes">{figure(notes)}</Fact>
          <Fact label="Refused rows">{figure(refusedRows)}</Fact>
        </Facts>
        <div className="border-t border-line px-4 py-4">
          {refusal === null ? (
            <EraseButton address={address} />
          ) : (
            <Notice tone="warning" title="This recipient cannot be erased now">
              {refusal}
            </Notice>
          )}
        </div>
      </Card>
    </section>
  );
}
