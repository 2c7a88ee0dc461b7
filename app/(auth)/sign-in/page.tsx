import type { Metadata, Route } from "next";
import { redirect } from "next/navigation";
import { Button } from "@/app/_ui/button";
import { Card } from "@/app/_ui/card";
import { SoftLink } from "@/app/_ui/soft-link";
import { currentActor } from "@/lib/web/auth";
import { sameOriginPath } from "@/lib/web/same-origin";
import { oidcName } from "@/lib/web/sign-in/oidc/provider";
import { passkeysOffered } from "@/lib/web/sign-in/passkeys/proof";
import { PasskeyButton } from "./passkey-button";
import { SignInForm } from "./sign-in-form";

export const metadata: Metadata = { title: "Sign in" };

/** Leads to the identity provider; a plain form, because the answer is a page that leads away. Works without scripts. */
const OidcButton = ({ name, next }: { name: string; next: string }) => (
  <form method="post" action="/sign-in/oidc" className="mb-5 border-b border-line pb-5">
    <input type="hidden" name="next" value={next} />
    <Button type="submit" kind="secondary" className="w-full">
      Sign in with {name}
    </Button>
  </form>
);

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const next = sameOriginPath((await searchParams).next);
  if (await currentActor()) redirect(next as Route);
  const provider = oidcName();
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-dialog flex-col justify-center gap-6 px-4 py-10 pb-20">
      <p className="text-center text-2xl font-semibold tracking-tight">Meridian</p>
      <Card className="p-6 sm:p-8">
        <h1 className="text-xl font-semibold tracking-tight">Sign in</h1>
        <p className="mt-0.5 mb-5 text-muted">
          {next === "/"
            ? "See and manage your organization’s payouts."
            : "After that, you go to the page you asked for."}
        </p>
        {provider !== null && <OidcButton name={provider} next={next} />}
        <SignInForm next={next} />
        {passkeysOffered() && <PasskeyButton next={next} />}
      </Card>
      <p className="text-center text-sm text-balance text-muted">
        <SoftLink href="/forgotten-password" className="underline underline-offset-2">
          Forgot your password?
        </SoftLink>{" "}
        No account? Ask an admin of your organization.
      </p>
    </main>
  );
}
