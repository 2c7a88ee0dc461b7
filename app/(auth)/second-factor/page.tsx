import type { Metadata } from "next";
import { Passkeys } from "@/app/_second-factor/passkeys";
import { ShownFactor } from "@/app/_second-factor/shown-factor";
import { Card } from "@/app/_ui/card";
import { buttonStyle } from "@/app/_ui/button";
import { signOutAction } from "@/app/(auth)/sign-in/actions";
import { SubmitButton } from "@/app/_ui/submit-button";
import { ownPasskeys } from "@/lib/account/passkeys";
import { ownSecondFactor } from "@/lib/account/queries";
import { currentMoment } from "@/lib/moment";
import { requireUserSettingUp } from "@/lib/web/auth";
import { passkeysOffered } from "@/lib/web/sign-in/passkeys/proof";

export const metadata: Metadata = { title: "Second factor" };

/** Where somebody is led whose organization wants a second factor, before they reach anything else. */
export default async function SecondFactorPage() {
  const actor = await requireUserSettingUp();
  const [factor, passkeys, at] = await Promise.all([ownSecondFactor(actor), ownPasskeys(actor), currentMoment(actor)]);
  const isOn = factor.state === "on" || passkeys.length > 0;
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-recipient flex-col justify-center gap-6 px-4 py-10">
      <p className="text-center text-2xl font-semibold tracking-tight">Meridian</p>
      <Card className="p-6 sm:p-8">
        <h1 className="mb-3 text-xl font-semibold tracking-tight">
          {isOn ? "Your second factor is on" : "Set up your second factor"}
        </h1>
        <ShownFactor factor={factor} at={at} />
        {passkeysOffered() && (
          <section aria-label="Passkeys" className="mt-5 border-t border-line pt-5">
            <h2 className="mb-2 font-semibold">{passkeys.length > 0 ? "Your passkeys" : "Or a passkey"}</h2>
            <Passkeys passkeys={passkeys} at={at} />
          </section>
        )}
        {(isOn || !factor.isRequired) && (
          // A whole page: what was kept of the portal before is out of date.
          <p className="mt-5">
            {/* eslint-disable-next-line @next/next/no-html-link-for-pages -- for the reason above */}
            <a href="/" className={buttonStyle(isOn ? "primary" : "secondary")}>
              Continue to the portal
            </a>
          </p>
        )}
      </Card>
      <form action={signOutAction} className="self-center">
        <SubmitButton kind="quiet" size="small" pendingLabel="Signing out…">
          Sign out of {actor.organizationName}
        </SubmitButton>
      </form>
    </main>
  );
}
