"use client";

import type { ReactNode } from "react";
import { useTransition } from "react";
import { ChevronDown } from "lucide-react";
import { Button } from "@/app/_ui/button";
import { RepeatedIcon } from "@/app/_ui/repeated-icon";
import { PendingButton, SubmitButton } from "@/app/_ui/submit-button";
import { toast } from "@/app/_ui/toast";
import { ActionForm } from "@/app/(portal)/_ui/action-form";
import { attempt } from "@/app/(portal)/_ui/attempt";
import { useKeptFocus } from "@/app/(portal)/_ui/kept-focus";
import { resend } from "@/app/(portal)/payouts/actions";
import type { PayoutSubject } from "./payout-subject";
import { useActing } from "./acting-on-payouts";
import type { AskedAction } from "./_actions/payout-dialogs";

export type ButtonProps = {
  subject: PayoutSubject;
  /** In the narrow cell at the end of a row: icons in place of words. */
  compact?: boolean;
};

/** What a button says: in words, or by an icon of the page's sprite with the words on hover. */
const Label = ({ icon, compact, children }: { icon: string; compact: boolean | undefined; children: string }) =>
  compact ? (
    <>
      <RepeatedIcon name={icon} className="icon-of-compact" />
      <span className="words-of-compact">{children}</span>
    </>
  ) : (
    children
  );

type AskProps = ButtonProps & { action: AskedAction; words: string; label: string; icon?: string };

/** Opens the page's dialog for one action on one payout. */
export function AskButton({ subject, compact, action, words, label, icon = action }: AskProps) {
  const { ask } = useActing();
  const keepFocus = useKeptFocus();
  const open = () => {
    keepFocus();
    ask(action, subject);
  };
  return (
    <Button size="small" aria-label={label} title={compact ? words : undefined} data-scripted onClick={open}>
      <Label icon={icon} compact={compact}>
        {words}
      </Label>
    </Button>
  );
}

/** Makes the payment again. Where the reason of the failure forbids that, the button stays and says why. */
export function RetryButton({ subject, compact }: ButtonProps) {
  const words = "Retry payment";
  const label = `${words} to ${subject.recipientName}`;
  const block = subject.blocked?.retry;
  if (block === undefined)
    return <AskButton subject={subject} compact={compact} action="retry" words={words} label={label} />;
  return (
    <PendingButton
      type="button"
      kind="secondary"
      size="small"
      pending={false}
      pendingLabel=""
      label={label}
      block={block}
    >
      <Label icon="retry" compact={compact}>
        {words}
      </Label>
    </PendingButton>
  );
}

/** Opens the page's menu of less frequent actions. */
export function MoreButton({ subject, compact }: ButtonProps) {
  const { menuId, fillMenu } = useActing();
  const keepFocus = useKeptFocus();
  return (
    <Button
      size="small"
      aria-label={`More for ${subject.recipientName}`}
      aria-haspopup="menu"
      data-scripted
      popoverTarget={menuId}
      onClick={(event) => {
        keepFocus();
        fillMenu(subject, event.currentTarget);
      }}
    >
      {compact ? <span className="words-of-compact">More</span> : "More"}
      <ChevronIcon compact={compact} />
    </Button>
  );
}

const ChevronIcon = ({ compact }: { compact: boolean | undefined }): ReactNode =>
  compact ? <RepeatedIcon name="more" className="size-3.5" /> : <ChevronDown aria-hidden className="size-3.5" />;

const resendWords = ({ recipientName, blocked }: PayoutSubject) => ({
  label: `Resend Payout Email to ${recipientName}`,
  pendingLabel: "Sending…",
  kind: "secondary" as const,
  size: "small" as const,
  block: blocked?.resend ?? null,
});

/**
 * Sends the payout's email again. While a limit forbids it, the button stays and says which limit. Without scripts it
 * leads to the payout's page.
 */
export function ResendButton({ subject, compact }: ButtonProps) {
  const { pageFormId } = useActing();
  const keepFocus = useKeptFocus();
  const [pending, start] = useTransition();
  const send = () =>
    start(async () => {
      keepFocus();
      const form = new FormData();
      form.set("payoutId", subject.payoutId);
      const answer = await attempt(() => resend(null, form));
      toast(answer.message, answer.ok);
    });
  return (
    <PendingButton
      {...resendWords(subject)}
      type="submit"
      form={pageFormId}
      formAction={`/payouts/${subject.payoutId}`}
      title={compact ? "Resend Payout Email" : undefined}
      pending={pending}
      onPress={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Label icon="resend" compact={compact}>
        Resend Payout Email
      </Label>
    </PendingButton>
  );
}

/** The same on the payout's own page, where it also works without scripts. */
export const ResendForm = ({ subject }: ButtonProps) => (
  <ActionForm action={resend}>
    <input type="hidden" name="payoutId" value={subject.payoutId} />
    <SubmitButton {...resendWords(subject)}>Resend Payout Email</SubmitButton>
  </ActionForm>
);
