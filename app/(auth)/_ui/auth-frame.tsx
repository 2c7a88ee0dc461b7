import type { ReactNode } from "react";
import { Card } from "@/app/_ui/card";

/** A page outside the portal, for somebody who is not signed in: one card, and a line below it. */
export const AuthFrame = ({
  heading,
  children,
  below,
}: {
  heading: string;
  children: ReactNode;
  below?: ReactNode;
}) => (
  <main className="mx-auto flex min-h-dvh w-full max-w-dialog flex-col justify-center gap-6 px-4 py-10 pb-20">
    <p className="text-center text-2xl font-semibold tracking-tight">Meridian</p>
    <Card className="flex flex-col gap-4 p-6 break-words sm:p-8">
      <h1 className="text-xl font-semibold tracking-tight">{heading}</h1>
      {children}
    </Card>
    {below && <p className="text-center text-sm text-balance text-muted">{below}</p>}
  </main>
);
