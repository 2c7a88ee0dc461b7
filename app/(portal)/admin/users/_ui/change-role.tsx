"use client";

import { useRef } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { SubmitButton } from "@/app/_ui/submit-button";
import type { Role } from "@/lib/actor";
import { ActionForm } from "@/app/(portal)/_ui/action-form";
import { changeRole } from "@/app/(portal)/admin/users/actions";

const consequences: Record<Role, string> = {
  admin: "can then do all that you can: create, cancel and replace payouts, change users and settings.",
  viewer: "can then look at everything outside Admin, and change nothing. It takes effect at their next click.",
};

/** Power over money is given and taken on purpose, so it says what it means before it is done. */
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
