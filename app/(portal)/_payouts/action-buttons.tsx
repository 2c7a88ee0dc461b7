"use client";

import { useTransition } from "react";
import { Icon, iconClass, type IconName } from "@/app/_ui/icon";
import { Button } from "@/app/_ui/button";
import { PendingButton, SubmitButton } from "@/app/_ui/submit-button";
import { toast } from "@/app/_ui/toast";
import { ActionForm } from "@/app/(portal)/_ui/action-form";
import { attempt } from "@/app/(portal)/_ui/attempt";
import { useKeptFocus } from "@/app/(portal)/_ui/kept-focus";
import { resend } from "@/app/(portal)/payouts/actions";
import type { PayoutSubject } from "./payout-subject";
import { useActing } from "./acting-on-payouts";
import type { AskedAction } from "./more-actions";
import { useDrawn } from "./use-drawn";

export type ButtonProps = {
  subject: PayoutSubject;
  /** In the narrow cell at the end of a row: icons in place of words. */
  compact?: boolean;
};

/** How a button looks: in words, or by an icon with the words on hover. */
const look = (icon: IconName, words: string, compact: boolean | undefined) =>
  compact
    ? ({ size: "compact", className: iconClass(icon), title: words } as const)
    : ({ size: "small", className: undefined, title: undefined } as const);

/** A button in words says that it needs scripts; of those of a row the stylesheet knows it. */
const withWords = (compact: boolean | undefined) => (compact ? undefined : "");

const askIcons = {
  cancel: "circle-x",
  retry: "rotate-cw",
  reissue: "file-plus",
  extend: "hourglass",
  changeEmail: "mail",
  resetAnswers: "shield-x",
} as const satisfies Record<AskedAction, IconName>;

type AskProps = ButtonProps & { action: AskedAction; words: string; label: string };

/**
 * Opens the page's dialog for one action on one payout. Without scripts it is hidden, so the page from the server, in
 * which it stands once a row, carries no more of it than its size.
 */
export function AskButton({ subject, compact, action, words, label }: AskProps) {
  const { ask } = useActing();
  const drawn = useDrawn();
  const keepFocus = useKeptFocus();
  const open = () => {
    keepFocus();
    ask(action, subject);
  };
  return (
    <Button
      {...look(askIcons[action], words, compact)}
      {...(drawn ? { "aria-label": label } : { title: undefined })}
      data-scripted={withWords(compact)}
      onClick={open}
    >
      {words}
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
      {...look(askIcons.retry, words, compact)}
      type="button"
      kind="secondary"
      pending={false}
      pendingLabel=""
      label={label}
      block={block}
    >
      {words}
    </PendingButton>
  );
}

/** Opens the page's menu of less frequent actions. It comes with its size alone, as `AskButton` does. */
export function MoreButton({ subject, compact }: ButtonProps) {
  const drawn = useDrawn();
  const { menuId, fillMenu } = useActing();
  const keepFocus = useKeptFocus();
  return (
    <Button
      {...look("chevron-down", "More", compact)}
      {...(drawn
        ? { "aria-label": `More for ${subject.recipientName}`, "aria-haspopup": "menu", popoverTarget: menuId }
        : { title: undefined })}
      data-scripted={withWords(compact)}
      onClick={(event) => {
        keepFocus();
        fillMenu(subject, event.currentTarget);
      }}
    >
      More
      {!compact && <Icon name="chevron-down" className="size-3.5" />}
    </Button>
  );
}

const resendWords = ({ recipientName, blocked }: PayoutSubject) => ({
  label: `Resend Payout Email to ${recipientName}`,
  pendingLabel: "Sending…",
  kind: "secondary" as const,
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
      {...look("mail", "Resend Payout Email", compact && !pending)}
      type="submit"
      form={pageFormId}
      formAction={`/payouts/${subject.payoutId}`}
      pending={pending}
      onPress={(event) => {
        event.preventDefault();
        send();
      }}
    >
      Resend Payout Email
    </PendingButton>
  );
}

/** The same on the payout's own page, where it also works without scripts. */
export const ResendForm = ({ subject }: ButtonProps) => (
  <ActionForm action={resend}>
    <input type="hidden" name="payoutId" value={subject.payoutId} />
    <SubmitButton {...resendWords(subject)} size="small">
      Resend Payout Email
    </SubmitButton>
  </ActionForm>
);
