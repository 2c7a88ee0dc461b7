import type { ReactNode } from "react";

/** A page that says one thing and offers the way on: not found, not permitted, gone wrong. */
export function PlainPage({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="mx-auto flex max-w-prose flex-col items-start gap-4 px-6 py-20 text-muted">
      <h1 className="text-xl font-semibold text-ink">{title}</h1>
      {children}
    </main>
  );
}
