import { fieldTable } from "@/lib/payments/providers/fields";
import { methodTable, type MethodName } from "@/lib/payments/providers/methods";
import { amountIn } from "@/lib/recipient-words/formats";
import type { Words } from "@/lib/recipient-words/words";
import { hole } from "@/lib/recipient-words/hole";
import { InSentence } from "@/app/_recipient/in-sentence";
import type { Reading } from "@/app/_recipient/reading";
import { Step } from "@/app/_recipient/step";
import { fieldOf } from "@/app/redeem/field-of";
import type { OfferedMethod } from "./method-choice";
import { PayForm } from "./pay-form";

/** Step 3: the recipient chooses how to be paid, reads what will happen, and confirms. */
export function Pay({ token, reading: { payout, language, words } }: { token: string; reading: Reading }) {
  const { pay } = words.page;
  const { organizationName: organization } = payout;
  return (
    <Step number={3} words={words} title={pay.title} reassurance={pay.reassurance({ organization })}>
      <PayForm
        // What it has answered is in the language that it was asked in.
        key={language}
        token={token}
        language={language}
        words={pay.form}
        methods={payout.methods.map((name) => offer(name, words))}
      >
        <section aria-labelledby="summary" className="rounded-card border border-line bg-sunken p-4">
          <h2 id="summary" className="font-semibold">
            {pay.summary}
          </h2>
          <ul className="mt-1 list-disc space-y-1 ps-5 break-words">
            <li>
              <InSentence text={pay.goes({ amount: hole, organization })}>
                <strong className="font-semibold">{amountIn(language, payout.amountMinor, payout.currency)}</strong>
              </InSentence>
            </li>
            <li>{pay.final}</li>
            <li>{pay.weEmail}</li>
          </ul>
        </section>
      </PayForm>
    </Step>
  );
}

/** What the browser needs to show a way to be paid; the checks stay on the server. */
function offer(name: MethodName, { page: { methods, fields } }: Words): OfferedMethod {
  const asked = methodTable[name].fields.map((field) => {
    const { inputMode, autoComplete, maxLength } = fieldTable[field];
    return { name: fieldOf(name, field), field, ...fields[field], inputMode, autoComplete, maxLength };
  });
  return { name, ...methods[name], fields: asked };
}
