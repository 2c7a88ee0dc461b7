"use client";

import { useActionState } from "react";
import { Field, Input } from "@/app/_ui/field";
import { SubmitButton } from "@/app/_ui/submit-button";
import type { ActionResult } from "@/lib/web/action";
import { beginOwnPasskey, finishOwnPasskey } from "./actions";
import { askBrowser } from "./ask-browser";
import { Part, PasswordField, problemOf, Refusal } from "./form-parts";
import { RecoveryCodes } from "./recovery-codes";

type Added = ActionResult<{ codes: string[] }>;

async function add(_previous: Added | null, form: FormData): Promise<Added> {
  const begun = await beginOwnPasskey(null, form);
  if (!begun.ok) return begun;
  const asked = await askBrowser({ create: begun.value! });
  if ("problem" in asked) return { ok: false, code: "invalid", message: asked.problem };
  const made = new FormData();
  made.set("name", form.get("name") ?? "");
  made.set("answer", asked.answer);
  return finishOwnPasskey(null, made);
}

/** Adds a passkey. Only a browser with scripts can make one. */
export function AddPasskey() {
  const [added, action] = useActionState(add, null);
  const codes = added?.ok ? (added.value?.codes ?? []) : [];
  return (
    <div data-scripted className="flex flex-col gap-4">
      {added?.ok && <p role="status">{added.message}</p>}
      {codes.length > 0 && <RecoveryCodes codes={codes} />}
      <Part title="Add a passkey">
        <form action={action} className="flex flex-col gap-3">
          <Refusal result={added} />
          <Field
            id="passkey-name"
            label="Name"
            hint="By which you know it again, such as “Work laptop”."
            error={problemOf(added, "name")}
          >
            {(aria) => (
              <Input
                {...aria}
                name="name"
                required
                maxLength={100}
                autoComplete="off"
                defaultValue={added && !added.ok ? added.typed?.name : undefined}
                className="max-w-80"
              />
            )}
          </Field>
          <PasswordField id="passkey-password" result={added} />
          <SubmitButton kind="secondary" pendingLabel="Waiting for your device…" className="self-start">
            Add passkey
          </SubmitButton>
        </form>
      </Part>
    </div>
  );
}
