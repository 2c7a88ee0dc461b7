"use client";

import { useRef } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { SubmitButton } from "@/app/_ui/submit-button";
import type { Role } from "@/lib/actor";
import { ActionForm } from "@/app/(portal)/_ui/action-form";
import { changeRole } from "@/app/(portal)/admin/users/actions";

const consequences: Record<Role, string> = {
  admin:
    "will be able to do everything that you can: create, cancel and replace payouts, and change users and settings.",
  viewer: "will see everything outside Admin, and cannot change anything. This takes effect at their next click.",
};

/** Asks for a confirmation, because admins can create and cancel payouts. */
export function ChangeRole({ userId, name, to }: { userId: string; name: string; to: Role }) {
  const dialog = useRef<HTMLDialogElement>(null);
  return (
    <>
      <Button size="small" onClick={() => dialog.current?.showModal()}>
        Make {to} <span className="sr-only">of {name}</span>
      </Button>
      <Dialog ref={dialog} title={to === "admin" ? "Make this user an admin?" : "Make this user a viewer?"}>
        <p className="mb-4 text-muted">
          <strong className="font-medium text-ink">{name}</strong> {consequences[to]}
        </p>
        <ActionForm action={changeRole} onSettled={() => dialog.current?.close()} className="flex justify-end gap-2">
          <input type="hidden" name="userId" value={userId} />
          <input type="hidden" name="role" value={to} />
          <Button onClick={() => dialog.current?.close()}>Not now</Button>
          <SubmitButton pendingLabel="Changing…">Make {to}</SubmitButton>
        </ActionForm>
      </Dialog>
    </>
  );
}
