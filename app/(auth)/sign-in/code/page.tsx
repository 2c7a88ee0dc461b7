import type { Metadata, Route } from "next";
import { redirect } from "next/navigation";
import { Card } from "@/app/_ui/card";
import { currentActor, currentSecondStep } from "@/lib/web/auth";
import { sameOriginPath } from "@/lib/web/same-origin";
import { passkeysOffered } from "@/lib/web/sign-in/passkeys/proof";
import { PasskeyButton } from "@/app/(auth)/sign-in/passkey-button";
import { CodeForm } from "./code-form";

export const metadata: Metadata = { title: "Code" };

/** The second step of signing in, for who has a second factor. */
export default async function CodePage({ searchParams }: PageProps<"/sign-in/code">) {
  const next = sameOriginPath((await searchParams).next);
  if (await currentActor()) redirect(next as Route);
  if (!(await currentSecondStep())) redirect("/sign-in");
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-dialog flex-col justify-center gap-6 px-4 py-10 pb-20">
      <p className="text-center text-2xl font-semibold tracking-tight">Meridian</p>
      <Card className="p-6 sm:p-8">
        <h1 className="text-xl font-semibold tracking-tight">Type your code</h1>
        <p className="mt-0.5 mb-5 text-muted">Six digits from your authenticator app, or one of your recovery codes.</p>
        <CodeForm next={next} />
        {passkeysOffered() && <PasskeyButton next={next} />}
      </Card>
      <p className="text-center text-sm text-balance text-muted">
        Lost your phone and the recovery codes? An admin of your organization can reset your second factor.
      </p>
    </main>
  );
}
