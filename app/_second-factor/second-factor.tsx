"use client";

import { useActionState, type ReactNode } from "react";
import { Badge } from "@/app/_ui/badge";
import { Field, Input } from "@/app/_ui/field";
import { SubmitButton } from "@/app/_ui/submit-button";
import { confirmFactor, leaveFactor, renewCodes, setUpFactor, turnFactorOff } from "./actions";
import { Part, PasswordField, problemOf, Refusal, type Result } from "./form-parts";
import { RecoveryCodes } from "./recovery-codes";

export type Shown =
  | { state: "off"; isRequired: boolean }
  | { state: "setting-up"; isRequired: boolean; secret: string; qrCode: ReactNode }
  | { state: "on"; isRequired: boolean; since: ReactNode; codesLeft: number };

/** The second factor of the person who looks: off, being set up, or on. New recovery codes are shown here, once. */
export function SecondFactor({ factor }: { factor: Shown }) {
  const [confirmed, confirm] = useActionState(confirmFactor, null);
  const [renewed, renew] = useActionState(renewCodes, null);
  const made = [renewed, confirmed].flatMap((result) => (result?.ok && result.value ? [result.value] : []));
  const latest = made.sort((one, other) => other.madeAt - one.madeAt)[0];
  const codes = factor.state === "on" ? latest?.codes : undefined;
  return (
    <div className="flex flex-col gap-4">
      {codes && <RecoveryCodes codes={codes} />}
      {factor.state === "off" && <Off isRequired={factor.isRequired} />}
      {factor.state === "setting-up" && <SettingUp factor={factor} result={confirmed} action={confirm} />}
      {factor.state === "on" && (
        <>
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <Badge tone="success" icon="circle-check">
              On
            </Badge>
            <span>
              since {factor.since}. {factor.codesLeft} of 10 recovery codes are left.
            </span>
          </p>
          <Part title="Make new recovery codes">
            <form action={renew} className="flex flex-col gap-3">
              <Refusal result={renewed} />
              <p className="text-muted">The codes that you have now stop working.</p>
              <CodeField id="renew-code" result={renewed} />
              <SubmitButton kind="secondary" pendingLabel="Making…" className="self-start">
                Make new codes
              </SubmitButton>
            </form>
          </Part>
          {!factor.isRequired && <TurnOff />}
        </>
      )}
    </div>
  );
}

const CodeField = ({ id, result }: { id: string; result: Result }) => (
  <Field id={id} label="Code" hint="Six digits of your app, or a recovery code." error={problemOf(result, "code")}>
    {(aria) => (
      <Input {...aria} name="code" required maxLength={60} autoComplete="one-time-code" className="max-w-60" />
    )}
  </Field>
);

const Off = ({ isRequired }: { isRequired: boolean }) => (
  <>
    <p className="text-muted">
      {isRequired
        ? "Your organization wants everybody to have one. After your password you are then asked for six digits from an authenticator app on your phone."
        : "After your password you are then asked for six digits from an authenticator app on your phone, so that a stolen password alone opens nothing."}
    </p>
    <form action={useActionState(setUpFactor, null)[1]}>
      <SubmitButton kind={isRequired ? "primary" : "secondary"} pendingLabel="Preparing…">
        Set up
      </SubmitButton>
    </form>
  </>
);

type SettingUpProps = {
  factor: Extract<Shown, { state: "setting-up" }>;
  result: Result;
  action: (formData: FormData) => void;
};

const SettingUp = ({ factor, result, action }: SettingUpProps) => (
  <>
    <ol className="flex list-decimal flex-col gap-3 pl-5">
      <li>
        Scan this with an authenticator app, such as Google Authenticator, 1Password or Aegis.
        <div className="mt-2">{factor.qrCode}</div>
        <p className="mt-2 text-sm text-muted">
          Or type this key into the app:{" "}
          <code className="text-ink select-all">{factor.secret.replace(/(.{4})(?=.)/g, "$1 ")}</code>
        </p>
      </li>
      <li>
        Type the six digits that the app shows.
        <form action={action} className="mt-2 flex flex-col gap-3">
          <Refusal result={result} />
          <Field id="first-code" label="Code of the app" error={problemOf(result, "code")}>
            {(aria) => (
              <Input
                {...aria}
                name="code"
                required
                maxLength={12}
                inputMode="numeric"
                autoComplete="one-time-code"
                className="max-w-60"
              />
            )}
          </Field>
          <SubmitButton pendingLabel="Turning on…" className="self-start">
            Turn on
          </SubmitButton>
        </form>
      </li>
    </ol>
    <form action={useActionState(leaveFactor, null)[1]}>
      <SubmitButton kind="quiet" size="small" pendingLabel="Leaving…">
        Not now
      </SubmitButton>
    </form>
  </>
);

function TurnOff() {
  const [result, action] = useActionState(turnFactorOff, null);
  return (
    <Part title="Turn off">
      <form action={action} className="flex flex-col gap-3">
        <Refusal result={result} />
        <p className="text-muted">Your password alone signs you in then, so it needs at least 15 characters.</p>
        <PasswordField id="off-password" result={result} />
        <CodeField id="off-code" result={result} />
        <SubmitButton kind="danger" pendingLabel="Turning off…" className="self-start">
          Turn off
        </SubmitButton>
      </form>
    </Part>
  );
}
