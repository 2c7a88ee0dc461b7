import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AuthFrame } from "@/app/(auth)/_ui/auth-frame";
import { buttonStyle } from "@/app/_ui/button";
import { SoftLink } from "@/app/_ui/soft-link";
import { oidcName } from "@/lib/web/sign-in/oidc/provider";
import { oidcRefusals, type OidcRefusal } from "@/lib/web/sign-in/oidc/refusal";

export const metadata: Metadata = { title: "Not signed in", robots: { index: false, follow: false } };

type Words = { heading: string; text: (name: string) => string };

/** What happened, and what to do. `name`: what people call the identity provider. */
const words: Record<OidcRefusal, Words> = {
  declined: {
    heading: "You are not signed in",
    text: (name) => `The sign-in with ${name} was canceled, or ${name} did not allow it. You can try again.`,
  },
  unreachable: {
    heading: "The sign-in service does not answer",
    text: (name) =>
      `We could not reach ${name} just now. Try again in a minute. If you have a password here, you can sign in with that.`,
  },
  failed: {
    heading: "The sign-in did not succeed",
    text: (name) =>
      `What ${name} answered could not be used, so nobody was signed in. Try again. If it happens again, tell an admin of your organization.`,
  },
  ended: {
    heading: "This sign-in is over",
    text: () =>
      "It took longer than 10 minutes, was finished before, or was begun in another browser. Start again from the sign-in page.",
  },
  unverified: {
    heading: "Your email address is not verified",
    text: (name) => `${name} does not say that your email address is verified. Verify it there, then sign in again.`,
  },
  unknown: {
    heading: "There is no account for you here",
    text: (name) =>
      `You are signed in with ${name}, but no account here can be used with that email address. Ask an admin of your organization to invite you.`,
  },
  linked: {
    heading: "Your account is linked to another sign-in",
    text: (name) =>
      `The account here with your email address belongs to another account of ${name}. Ask an admin of your organization to unlink it on the page Users, then sign in again.`,
  },
  busy: {
    heading: "Too many sign-ins",
    text: () => "There were too many sign-ins from your network. Wait a few minutes, then try again.",
  },
};

/** Says why a sign-in by the identity provider came to nothing. */
export default async function RefusedPage({ searchParams }: PageProps<"/sign-in/oidc/refused">) {
  const name = oidcName();
  if (name === null) notFound();
  const { why } = await searchParams;
  const { heading, text } = words[oidcRefusals.find((known) => known === why) ?? "failed"];
  return (
    <AuthFrame heading={heading}>
      <p role="alert">{text(name)}</p>
      <SoftLink href="/sign-in" className={buttonStyle("primary")}>
        Back to sign-in
      </SoftLink>
    </AuthFrame>
  );
}
