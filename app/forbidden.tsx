import { ShieldAlert } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { buttonStyle } from "./_ui/button";

export const metadata: Metadata = { title: "Not permitted" };

export default function Forbidden() {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-dialog flex-col items-center justify-center gap-2 px-4 py-10 text-center">
      <ShieldAlert aria-hidden className="mb-1 size-7 text-muted" />
      <h1 className="text-xl font-semibold tracking-tight">This page is for admins</h1>
      <p className="text-muted">Your role does not include it. If you need what is here, ask an admin of your organization.</p>
      <Link href="/" className={`mt-4 ${buttonStyle("primary")}`}>
        Go to the Dashboard
      </Link>
    </main>
  );
}
