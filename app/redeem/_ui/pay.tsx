import { fieldTable } from "@/lib/payments/providers/fields";
import { methodTable, type MethodName } from "@/lib/payments/providers/methods";
import { amountInWords } from "@/lib/plain-words";
import type { RecipientPayout } from "@/lib/redemptions/queries";
import { fieldOf } from "@/app/redeem/field-of";
import type { OfferedMethod } from "./method-choice";
import { PayForm } from "./pay-form";
import { Step } from "@/app/_recipient/step";

/** Step 3: the recipient chooses how to be paid, reads what will happen, and confirms. */
export function Pay({ token, payout }: { token: string; payout: RecipientPayout }) {
  const { organizationName } = payout;
  return (
    <Step
      number={3}
      title="How would you like to be paid?"
      reassurance={`Thank you, we know that it is you. We store your details encrypted. ${organizationName} sees only their last four characters.`}
    >
      <PayForm token={token} methods={payout.methods.map(offer)}>
        <section aria-labelledby="summary" className="rounded-card border border-line bg-sunken p-4">
          <h2 id="summary" className="font-semibold">
            When you press the button
          </h2>
          <ul className="mt-1 list-disc space-y-1 pl-5 break-words">
            <li>
              <strong className="font-semibold">{amountInWords(payout.amountMinor, payout.currency)}</strong> from{" "}
              {organizationName} goes to this account.
            </li>
            <li>This cannot be changed afterwards, so please check the numbers again.</li>
            <li>We email you when you have been paid.</li>
          </ul>
        </section>
      </PayForm>
    </Step>
  );
}

/** What the browser needs to show a way to be paid; the checks stay on the server. */
function offer(name: MethodName): OfferedMethod {
  const { label, meaning, fields } = methodTable[name];
  const asked = fields.map((field) => {
    const { label, hint, inputMode, autoComplete, maxLength } = fieldTable[field];
    return { name: fieldOf(name, field), field, label, hint, inputMode, autoComplete, maxLength };
  });
  return { name, label, meaning, fields: asked };
}
