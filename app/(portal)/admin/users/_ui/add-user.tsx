"use client";

import { UserPlus } from "lucide-react";
import { useRef } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { Field, Input, Select } from "@/app/_ui/field";
import { SubmitButton } from "@/app/_ui/submit-button";
import { roleLabels } from "@/lib/actor";
import { ActionForm } from "@/app/(portal)/_ui/action-form";
import { addUser } from "@/app/(portal)/admin/users/actions";

/** Adds a user who can sign in immediately with a first password, which the admin passes on in person. */
export function AddUser() {
  const dialog = useRef<HTMLDialogElement>(null);
  return (
    <>
      <Button kind="primary" onClick={() => dialog.current?.showModal()}>
        <UserPlus aria-hidden className="size-4" /> Add user
      </Button>
      <Dialog ref={dialog} title="Add a user">
        <ActionForm action={addUser} onSettled={() => dialog.current?.close()} className="flex flex-col gap-4">
          {(result) => (
            <>
              <NewUserFields refused={result && !result.ok ? result : null} />
              <div className="flex justify-end gap-2">
                <Button onClick={() => dialog.current?.close()}>Not now</Button>
                <SubmitButton pendingLabel="Adding…">Add user</SubmitButton>
              </div>
            </>
          )}
        </ActionForm>
      </Dialog>
    </>
  );
}

type Refused = { message: string; field?: string; typed?: Record<string, string> };

function NewUserFields({ refused }: { refused: Refused | null }) {
  const problem = (field: string) => (refused?.field === field ? refused.message : undefined);
  const typed = refused?.typed;
  return (
    <>
      <Field id="new-user-name" label="Name" error={problem("name")}>
        {(aria) => (
          <Input {...aria} name="name" required maxLength={200} autoComplete="off" defaultValue={typed?.name} />
        )}
      </Field>
      <Field id="new-user-email" label="Email address" error={problem("email")}>
        {(aria) => (
          <Input
            {...aria}
            name="email"
            type="email"
            required
            maxLength={254}
            autoComplete="off"
            defaultValue={typed?.email}
          />
        )}
      </Field>
      <Field
        id="new-user-role"
        label="Role"
        hint="Viewers see payouts and batches. Admins can also change them, and manage users and settings."
      >
        {(aria) => (
          <Select key={typed?.role} {...aria} name="role" defaultValue={typed?.role ?? "viewer"}>
            <option value="viewer">{roleLabels.viewer}</option>
            <option value="admin">{roleLabels.admin}</option>
          </Select>
        )}
      </Field>
      <Field id="new-user-password" label="First password" hint="At least 12 characters." error={problem("password")}>
        {(aria) => (
          <Input
            {...aria}
            name="password"
            type="password"
            required
            minLength={12}
            maxLength={1024}
            autoComplete="new-password"
          />
        )}
      </Field>
    </>
  );
}
