import type { Metadata } from "next";
import { SoftLink } from "@/app/_ui/soft-link";
import { buttonStyle } from "./_ui/button";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <main className="mx-auto flex max-w-prose flex-col items-start gap-4 px-6 py-20 text-muted">
      <h1 className="text-xl font-semibold text-ink">There is nothing at this address</h1>
      <p>The address may be mistyped, or it belongs to another organization. Nothing was changed.</p>
      <SoftLink href="/" className={buttonStyle("primary")}>
        Go to the Dashboard
      </SoftLink>
    </main>
  );
}
