import type { Metadata } from "next";
import type { ReactNode } from "react";
import { Passkeys } from "@/app/_second-factor/passkeys";
import { ShownFactor } from "@/app/_second-factor/shown-factor";
import { Card } from "@/app/_ui/card";
import { PageHeader } from "@/app/_ui/page-header";
import { SoftLink } from "@/app/_ui/soft-link";
import { ownPasskeys } from "@/lib/account/passkeys";
import { ownSecondFactor, ownSessions, ownWaysIn, sessionLimits } from "@/lib/account/queries";
import { roleLabels } from "@/lib/actor";
import { currentMoment } from "@/lib/moment";
import { spanWords } from "@/lib/plain-words";
import { shortestPassword } from "@/lib/users/password-rules";
import { requireUser } from "@/lib/web/auth";
import { oidcName } from "@/lib/web/sign-in/oidc/provider";
import { passkeysOffered } from "@/lib/web/sign-in/passkeys/proof";
import { DisplayForm } from "./_ui/display-form";
import { NameForm } from "./_ui/name-form";
import { PasswordForm } from "./_ui/password-form";
import { SessionList } from "./_ui/session-list";

export const metadata: Metadata = { title: "Your account" };

const zones = Intl.supportedValuesOf("timeZone");

export default async function AccountPage() {
  const actor = await requireUser();
  const [sessions, limits, factor, passkeys, ways, at] = await Promise.all([
    ownSessions(actor),
    sessionLimits(actor),
    ownSecondFactor(actor),
    ownPasskeys(actor),
    ownWaysIn(actor),
    currentMoment(actor),
  ]);
  const provider = oidcName() ?? "an identity provider";
  const shortest =
    factor.state === "on" || passkeys.length > 0 ? shortestPassword.withSecondFactor : shortestPassword.alone;
  return (
    <div className="max-w-prose">
      <PageHeader
        title="Your account"
        description={`You sign in to ${actor.organizationName} as ${actor.email} (${roleLabels[actor.role].toLowerCase()}).`}
      />
      <Section title="Name">
        <NameForm key={actor.name} name={actor.name} />
      </Section>
      <Section title="Display">
        <DisplayForm
          theme={actor.theme}
          displayZone={actor.displayZone}
          organizationZone={actor.timeZone}
          zones={zones.map((zone) => <option key={zone}>{zone}</option>)}
        />
      </Section>
      {ways.isLinked && (
        <Section title={`Sign-in with ${provider}`}>
          <p>
            Your account is linked to yours with {provider}, which signs you in here. Another admin of{" "}
            {actor.organizationName} can unlink it.
          </p>
        </Section>
      )}
      {ways.hasPassword ? (
        <Section title="Password" hint="A new password signs you out everywhere else.">
          <PasswordForm email={actor.email} shortest={shortest} />
        </Section>
      ) : (
        <Section title="Password">
          <p>
            You have no password. If you want one, sign out and use{" "}
            <SoftLink href="/forgotten-password" className="underline underline-offset-2">
              Forgotten password
            </SoftLink>
            : you get a link by email, by which you choose it.
          </p>
        </Section>
      )}
      <Section title="Second factor">
        <ShownFactor factor={factor} at={at} />
      </Section>
      {passkeysOffered() && (
        <Section title="Passkeys">
          <Passkeys passkeys={passkeys} at={at} />
        </Section>
      )}
      <Section
        title="Where you are signed in"
        hint={`A session ends after ${spanWords(limits.idleMinutes)} without use, and ${spanWords(limits.minutes)} after signing in.`}
      >
        <SessionList sessions={sessions} provider={provider} current={actor.sessionId} at={at} />
      </Section>
    </div>
  );
}

type SectionProps = { title: string; hint?: ReactNode; children: ReactNode };

/** A part of the account page with its heading. */
const Section = ({ title, hint, children }: SectionProps) => (
  <section aria-label={title} className="mt-6">
    <h2 className="text-lg font-semibold">{title}</h2>
    {hint && <p className="mt-0.5 text-muted">{hint}</p>}
    <Card className="mt-3 p-4 sm:p-5">{children}</Card>
  </section>
);
