import { Notice } from "@/app/_ui/notice";
import type { UserActor } from "@/lib/actor";
import { tellingEmail } from "@/lib/emails/latest";
import type { Email } from "@/lib/emails/queries";
import type { Payout } from "@/lib/payouts/queries";
import { may, stands } from "@/lib/payouts/transitions";

/** For a pending payout: warns that the latest email did not reach the recipient, and says what to do. */
export function UnreachedNotice({
  actor,
  payout,
  emails,
}: {
  actor: UserActor;
  payout: Payout;
  emails: readonly Email[];
}) {
  const latest = tellingEmail(emails, payout.recipientEmail);
  const title = latest && whatHappened[latest.status];
  if (!title || !stands("readdress", payout)) return null;
  return (
    <div className="mb-4">
      <Notice tone="warning" title={title}>
        {latest.lastError && <p>{latest.lastError}</p>}
        <p className="mt-1">
          {may(actor, "readdress", payout)
            ? "Check the address with the recipient. If it is wrong, use “Change email” under “More” above: it sends a new link to the new address. If it is right, use “Resend Payout Email”."
            : "Check the address with the recipient. An admin of your organization can change it or resend the payout email."}
        </p>
      </Notice>
    </div>
  );
}

const whatHappened: Partial<Record<Email["status"], string>> = {
  bounced: "The latest email came back, so the recipient may not have received it.",
  failed: "The latest email could not be sent and will not be tried again, so the recipient did not receive it.",
};
