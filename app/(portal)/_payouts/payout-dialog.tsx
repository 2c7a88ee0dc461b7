"use client";

import { useEffect, useRef, type ReactNode } from "react";
import { Button } from "@/app/_ui/button";
import type { ButtonKind } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { SubmitButton } from "@/app/_ui/submit-button";
import type { ActionResult } from "@/lib/web/action";
import { ActionForm } from "@/app/(portal)/_ui/action-form";

export type Refused = Extract<ActionResult, { ok: false }> | null;

type Props = {
  action: (previous: ActionResult | null, formData: FormData) => Promise<ActionResult>;
  payoutId: string;
  title: string;
  /** What will happen, before it does. */
  consequences: ReactNode;
  fields?: (refused: Refused) => ReactNode;
  keep: string;
  submit: string;
  pendingLabel: string;
  kind?: ButtonKind;
  /** Runs once it is closed: it is there only while it is open, so that each time it opens with what is so then. */
  onClose: () => void;
};

/** Asks before something is done with a payout: what it means, what it needs, and the way back. */
export function PayoutDialog({
  action,
  payoutId,
  title,
  consequences,
  fields,
  keep,
  submit,
  pendingLabel,
  kind,
  onClose,
}: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const close = () => dialog.current?.close();
  return (
    <Dialog ref={dialog} title={title} onClose={onClose}>
      <p className="mb-4 break-words text-muted">{consequences}</p>
      <ActionForm action={action} onSettled={close} className="flex flex-col gap-4">
        {(result) => (
          <>
            <input type="hidden" name="payoutId" value={payoutId} />
            {fields?.(result && !result.ok && result.code === "invalid" ? result : null)}
            <div className="flex flex-wrap justify-end gap-2">
              <Button onClick={close}>{keep}</Button>
              <SubmitButton kind={kind} pendingLabel={pendingLabel}>
                {submit}
              </SubmitButton>
            </div>
          </>
        )}
      </ActionForm>
    </Dialog>
  );
}

/** The part of a sentence that must be read. */
export const Fact = ({ children }: { children: ReactNode }) => (
  <strong className="font-medium text-ink">{children}</strong>
);

/** What is wrong with one field, if the refusal is about it. */
export const problemOf = (refused: Refused, field: string): string | undefined =>
  refused?.field === field ? refused.message : undefined;
