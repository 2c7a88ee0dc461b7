"use client";

import type { Role } from "@/lib/actor";
import { changeRole } from "@/app/(portal)/admin/users/actions";
import { ConfirmButton, Fact } from "@/app/(portal)/_ui/confirm-dialog";

const consequences: Record<Role, string> = {
  admin:
    "will be able to do everything that you can: create, cancel and replace payouts, and change users and settings.",
  viewer: "will see everything outside Admin, and cannot change anything. This takes effect at their next click.",
};

/** Asks for a confirmation, because admins can create and cancel payouts. */
export const ChangeRole = ({ userId, name, to }: { userId: string; name: string; to: Role }) => (
  <ConfirmButton
    action={changeRole}
    values={{ userId, role: to }}
    title={to === "admin" ? "Make this user an admin?" : "Make this user a viewer?"}
    consequences={
      <>
        <Fact>{name}</Fact> {consequences[to]}
      </>
    }
    keep="Not now"
    submit={`Make ${to}`}
    pendingLabel="Changing…"
  >
    Make {to} <span className="sr-only">of {name}</span>
  </ConfirmButton>
);
