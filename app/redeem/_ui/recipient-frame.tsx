import type { ReactNode } from "react";

/** The page of somebody who is not staff: one narrow column, no navigation. */
export function RecipientFrame({ children }: { children: ReactNode }) {
  return (
    <main className="mx-auto max-w-prose px-4 py-10 text-base sm:py-16">
      {children}
      <p className="mt-10 border-t border-line pt-4 text-sm text-muted">Meridian delivers payouts on behalf of companies.</p>
    </main>
  );
}
