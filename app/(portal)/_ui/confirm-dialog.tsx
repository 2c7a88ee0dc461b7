"use client";

import { useEffect, useRef, type ReactNode } from "react";
import { Button, type ButtonKind, type ButtonSize } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { SubmitButton } from "@/app/_ui/submit-button";
import type { ActionResult } from "@/lib/web/action";
import { ActionForm, invalidIn } from "./action-form";
import { useQuestion } from "./use-question";

export type Refused = Extract<ActionResult, { ok: false }> | null;

type Confirmation = {
  action: (previous: ActionResult | null, formData: FormData) => Promise<ActionResult>;
  /** Hidden values of the form, such as the id of the record. */
  values?: Record<string, string>;
  title: string;
  /** What the action does, for the user to read first. */
  consequences?: ReactNode;
  /** The fields of the form; `refused` says what was wrong with the values that were sent before. */
  fields?: (refused: Refused) => ReactNode;
  /** The button that backs out. */
  keep: string;
  submit: string;
  pendingLabel: string;
  kind?: ButtonKind;
};

/**
 * Asks before an action: its consequences, its fields, and a button that backs out.
 * @param onClose runs when it has closed. The caller then unmounts it, so that it opens with fresh values next time.
 */
export function ConfirmDialog({
  action,
  values = {},
  title,
  consequences,
  fields,
  keep,
  submit,
  pendingLabel,
  kind,
  onClose,
}: Confirmation & { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const close = () => dialog.current?.close();
  return (
    <Dialog ref={dialog} title={title} onClose={onClose}>
      {consequences && <p className="mb-4 break-words text-muted">{consequences}</p>}
      <ActionForm action={action} onSettled={close} className="flex flex-col gap-4">
        {(result) => (
          <>
            {Object.entries(values).map(([name, value]) => (
              <input key={name} type="hidden" name={name} value={value} />
            ))}
            {fields?.(invalidIn(result))}
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

type Opener = {
  /** An address with this behind its "#" opens it too. */
  id?: string;
  children: ReactNode;
  /** The accessible name; it begins with the visible text. */
  label?: string;
  /** Shown on hover. */
  hint?: string;
  look?: ButtonKind;
  size?: ButtonSize;
};

/** A button that opens a confirmation. */
export function ConfirmButton({
  id,
  children,
  label,
  hint,
  look,
  size = "small",
  ...confirmation
}: Opener & Confirmation) {
  const { asked, ask } = useQuestion<"confirm">();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (id === undefined || location.hash !== `#${id}`) return;
    history.replaceState(null, "", location.pathname + location.search);
    button.current?.click();
  }, [id]);
  return (
    <>
      <Button
        ref={button}
        id={id}
        kind={look}
        size={size}
        aria-label={label}
        title={hint}
        data-scripted
        onClick={() => ask("confirm", undefined)}
      >
        {children}
      </Button>
      {asked && <ConfirmDialog key={asked.key} {...confirmation} onClose={asked.close} />}
    </>
  );
}

/** Emphasis for the names and amounts in a sentence. */
export const Fact = ({ children }: { children: ReactNode }) => (
  <strong className="font-medium text-ink">{children}</strong>
);

/** The error of one field, if the refusal is about that field. */
export const problemOf = (refused: Refused, field: string): string | undefined =>
  refused?.field === field ? refused.message : undefined;
