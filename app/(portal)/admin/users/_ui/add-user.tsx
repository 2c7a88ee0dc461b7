"use client";

import { Icon } from "@/app/_ui/icon";
import { Field, Input, Select } from "@/app/_ui/field";
import { roleLabels } from "@/lib/actor";
import { addUser } from "@/app/(portal)/admin/users/actions";
import { ConfirmButton, problemOf, type Refused } from "@/app/(portal)/_ui/confirm-dialog";
import { PasswordField } from "./password-field";

/** Adds a user who can sign in immediately with a first password, which the admin passes on in person. */
export const AddUser = () => (
  <ConfirmButton
    look="primary"
    size="medium"
    action={addUser}
    title="Add a user"
    fields={(refused) => <NewUserFields refused={refused} />}
    keep="Not now"
    submit="Add user"
    pendingLabel="Adding…"
  >
    <Icon name="user-plus" className="size-4" /> Add user
  </ConfirmButton>
);

function NewUserFields({ refused }: { refused: Refused }) {
  const typed = refused?.typed;
  return (
    <>
      <Field id="new-user-name" label="Name" error={problemOf(refused, "name")}>
        {(aria) => (
          <Input {...aria} name="name" required maxLength={200} autoComplete="off" defaultValue={typed?.name} />
        )}
      </Field>
      <Field id="new-user-email" label="Email address" error={problemOf(refused, "email")}>
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
      <PasswordField id="new-user-password" label="First password" error={problemOf(refused, "password")} />
    </>
  );
}
