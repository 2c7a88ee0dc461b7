import { Timestamp } from "@/app/_ui/timestamp";
import type { OwnPasskey } from "@/lib/account/passkeys";
import type { At } from "@/lib/moment";
import { AddPasskey } from "./add-passkey";
import { PasskeyForms } from "./passkey-forms";

/** The passkeys of the person who looks. */
export const Passkeys = ({ passkeys, at }: { passkeys: readonly OwnPasskey[]; at: At }) => (
  <div className="flex flex-col gap-4">
    {passkeys.length === 0 ? (
      <p className="text-muted">
        A passkey signs you in by your fingerprint, your face or the PIN of a device. It takes the place of the password
        and of the code, and no false page can ask for it.
      </p>
    ) : (
      <ul className="divide-y divide-line">
        {passkeys.map(({ id, name, createdAt, lastUsedAt }) => (
          <li key={id} className="py-3 first:pt-0">
            <p className="font-medium break-words">{name}</p>
            <p className="text-sm text-muted">
              added <Timestamp at={createdAt} {...at} /> ·{" "}
              {lastUsedAt ? (
                <>
                  last used <Timestamp at={lastUsedAt} {...at} />
                </>
              ) : (
                "never used"
              )}
            </p>
            <PasskeyForms key={name} id={id} name={name} />
          </li>
        ))}
      </ul>
    )}
    <AddPasskey />
  </div>
);
