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
  /** What the action does, for the admin to read first. */
  consequences: ReactNode;
  fields?: (refused: Refused) => ReactNode;
  keep: string;
  submit: string;
  pendingLabel: string;
  kind?: ButtonKind;
  /** Runs when the dialog has closed. The caller then unmounts it, so that it opens with fresh values next time. */
  onClose: () => void;
};

/** A confirmation for one action on a payout: the consequences, the fields, and a button that backs out. */
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

/** Emphasis for the names and amounts in a sentence. */
export const Fact = ({ children }: { children: ReactNode }) => (
  <strong className="font-medium text-ink">{children}</strong>
);

/** The error of one field, if the refusal is about that field. */
export const problemOf = (refused: Refused, field: string): string | undefined =>
  refused?.field === field ? refused.message : undefined;
