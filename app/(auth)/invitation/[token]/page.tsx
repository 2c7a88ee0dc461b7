import type { Metadata } from "next";
import { AuthFrame } from "@/app/(auth)/_ui/auth-frame";
import { ChoosePassword } from "@/app/(auth)/_ui/choose-password";
import { SoftLink } from "@/app/_ui/soft-link";
import { formatDeadline } from "@/lib/time";
import { openLink } from "@/lib/users/links";
import { shortestPassword } from "@/lib/users/password-rules";
import { oidcName } from "@/lib/web/sign-in/oidc/provider";
import { join } from "./actions";

export const metadata: Metadata = { title: "Invitation", robots: { index: false, follow: false } };

/** The page behind an invitation. Opening it changes nothing, because mail scanners open links too. */
export default async function InvitationPage({ params }: PageProps<"/invitation/[token]">) {
  const { token } = await params;
  const link = await openLink(token, "invitation");
  if (!link) return <EndedInvitation />;
  const provider = oidcName();
  const { organizationName, name, email, invitedBy, endsAt, timeZone } = link;
  return (
    <AuthFrame
      heading={`Join ${organizationName}`}
      below={`This invitation can be used once, until ${formatDeadline(endsAt, timeZone)}.`}
    >
      <p>
        Hello {name}, {invitedBy ?? "an administrator"} invites you to the portal in which {organizationName} sends its
        payouts. You sign in as <strong className="font-medium">{email}</strong>.
      </p>
      <ChoosePassword
        action={join}
        token={token}
        email={email}
        shortest={shortestPassword.alone}
        submit="Join"
        pendingLabel="Joining…"
      />
      {provider !== null && (
        <p className="text-muted">
          Or join without a password:{" "}
          <SoftLink href="/sign-in" className="underline underline-offset-2">
            sign in with {provider}
          </SoftLink>
          , if your email address there is the same.
        </p>
      )}
    </AuthFrame>
  );
}

/** Part of the page, because the framework shows what `notFound` leads to by scripts alone. */
const EndedInvitation = () => (
  <AuthFrame heading="This invitation does not work any more">
    <p>
      It was used, a newer one was sent, an admin took it back, or its 72 hours are over. A part of the link may also be
      missing.
    </p>
    <p>
      If you have joined already,{" "}
      <SoftLink href="/sign-in" className="underline underline-offset-2">
        sign in
      </SoftLink>
      . Otherwise ask the person who invited you to send it again.
    </p>
  </AuthFrame>
);
