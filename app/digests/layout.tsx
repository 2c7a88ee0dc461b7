import type { Metadata } from "next";
import type { ReactNode } from "react";
import { Card } from "@/app/_ui/card";

export const metadata: Metadata = { robots: { index: false, follow: false } };

/** The pages behind the link that stops an email to a user: no navigation, because nobody has to be signed in. */
export default function DigestsLayout({ children }: { children: ReactNode }) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-dialog flex-col justify-center gap-6 px-4 py-10 pb-20">
      <p className="text-center text-2xl font-semibold tracking-tight">Meridian</p>
      <Card className="flex flex-col items-start gap-4 p-6 break-words sm:p-8">{children}</Card>
    </main>
  );
}
