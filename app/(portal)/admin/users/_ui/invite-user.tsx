"use client";

import { Icon } from "@/app/_ui/icon";
import { Field, Input, Select } from "@/app/_ui/field";
import { roleLabels } from "@/lib/actor";
import { invite } from "@/app/(portal)/admin/users/actions";
import { ConfirmButton, problemOf, type Refused } from "@/app/(portal)/_ui/confirm-dialog";

/** Invites somebody by email. They choose their password themselves. */
export const InviteUser = () => (
  <ConfirmButton
    id="invite-user"
    look="primary"
    size="medium"
    action={invite}
    title="Invite a user"
    consequences="They get an email with a link, and choose their password by it. The link can be used once, within 72 hours."
    fields={(refused) => <NewUserFields refused={refused} />}
    keep="Not now"
    submit="Send invitation"
    pendingLabel="Sending…"
  >
    <Icon name="user-plus" className="size-4" /> Invite user
  </ConfirmButton>
);

function NewUserFields({ refused }: { refused: Refused }) {
  const typed = refused?.typed;
  return (
    <>
      <Field id="new-user-name" label="First and last name" error={problemOf(refused, "name")}>
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
    </>
  );
}
