import type { Route } from "next";
import { SoftLink } from "./soft-link";
import type { ReactNode } from "react";

type TabLink = { key: string; label: string; count?: ReactNode; href: Route };

/** Tabs as links: the address says which one is open, so they work without JavaScript. On a phone, one below the other. */
export function TabLinks({ label, tabs, current }: { label: string; tabs: readonly TabLink[]; current: string }) {
  return (
    <nav
      aria-label={label}
      className="flex flex-wrap gap-x-5 border-b border-line px-4 max-sm:flex-col max-sm:px-0 max-sm:py-1"
    >
      {tabs.map((tab) => (
        <SoftLink
          key={tab.key}
          href={tab.href}
          keepPlace
          aria-current={tab.key === current ? "page" : undefined}
          className="tab-link"
        >
          {tab.label}
          {tab.count !== undefined && (
            <span className="rounded-control bg-neutral-soft px-1.5 text-sm text-neutral tabular-nums">
              {tab.count}
            </span>
          )}
        </SoftLink>
      ))}
    </nav>
  );
}
