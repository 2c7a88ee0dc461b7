import { Notice } from "@/app/_ui/notice";
import type { UserActor } from "@/lib/actor";
import { tellingEmail } from "@/lib/emails/latest";
import type { Email } from "@/lib/emails/queries";
import type { Payout } from "@/lib/payouts/queries";
import { may, stands } from "@/lib/payouts/transitions";

/** While a payout waits: that the latest email never got to the recipient, and what helps. */
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
            ? "Check the address with the recipient. If it is wrong: “Change email”, under “More” above, sends a new link to the right one. If it is right, send the email again."
            : "Check the address with the recipient. An admin of your organization can change it or send the email again."}
        </p>
      </Notice>
    </div>
  );
}

const whatHappened: Partial<Record<Email["status"], string>> = {
  bounced: "The latest email came back, so the recipient may not have got it.",
  failed: "The latest email did not leave and will not be tried again, so the recipient did not get it.",
};
