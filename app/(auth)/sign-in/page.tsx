import type { Metadata, Route } from "next";
import { redirect } from "next/navigation";
import { Card } from "@/app/_ui/card";
import { currentActor } from "@/lib/web/auth";
import { sameOriginPath } from "@/lib/web/same-origin";
import { SignInForm } from "./sign-in-form";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const next = sameOriginPath((await searchParams).next);
  if (await currentActor()) redirect(next as Route);
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
        <SignInForm next={next} />
      </Card>
      <p className="text-center text-sm text-balance text-muted">
        No account, or a forgotten password? Ask an admin of your organization.
      </p>
    </main>
  );
}
