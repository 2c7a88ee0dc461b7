import type { Metadata } from "next";
import { AuthFrame } from "@/app/(auth)/_ui/auth-frame";
import { ChoosePassword } from "@/app/(auth)/_ui/choose-password";
import { SoftLink } from "@/app/_ui/soft-link";
import { formatDeadline } from "@/lib/time";
import { openLink } from "@/lib/users/links";
import { shortestPassword } from "@/lib/users/password-rules";
import { choosePassword } from "./actions";

export const metadata: Metadata = { title: "New password", robots: { index: false, follow: false } };

/** The page behind the link for a forgotten password. Opening it changes nothing, because mail scanners open links too. */
export default async function ResetPage({ params }: PageProps<"/reset/[token]">) {
  const { token } = await params;
  const link = await openLink(token, "reset");
  if (!link) return <EndedReset />;
  const { organizationName, email, endsAt, timeZone, hasSecondFactor } = link;
  return (
    <AuthFrame
      heading="Choose a new password"
      below={`This link can be used once, until ${formatDeadline(endsAt, timeZone)}.`}
    >
      <p>
        For <strong className="font-medium">{email}</strong> at {organizationName}. You are then signed out everywhere
        {hasSecondFactor && ", and sign in with the new password and your second factor"}.
      </p>
      <ChoosePassword
        action={choosePassword}
        token={token}
        email={email}
        shortest={hasSecondFactor ? shortestPassword.withSecondFactor : shortestPassword.alone}
        submit="Save new password"
        pendingLabel="Saving…"
      />
    </AuthFrame>
  );
}

/** Part of the page, because the framework shows what `notFound` leads to by scripts alone. */
const EndedReset = () => (
  <AuthFrame heading="This link does not work any more">
    <p>It was used, a newer one was sent, or its hour is over. A part of the link may also be missing.</p>
    <p>
      <SoftLink href="/forgotten-password" className="underline underline-offset-2">
        Send a new link
      </SoftLink>
    </p>
  </AuthFrame>
);
