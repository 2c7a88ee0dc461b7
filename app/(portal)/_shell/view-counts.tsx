"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useEffect } from "react";

const every = <E extends HTMLElement>(selector: string) => document.querySelectorAll<E>(selector);

/**
 * Fills the counts of the saved views into the navigation, by one request after each page, and marks the view that is
 * open.
 * @param views changes when views are added or taken away
 */
export function ViewCounts({ views }: { views: string }): null {
  const path = usePathname();
  const search = useSearchParams().toString();
  useEffect(() => {
    for (const link of every<HTMLAnchorElement>("[data-view]")) {
      if (new URL(link.href).search === location.search && path === "/payouts") link.ariaCurrent = "page";
      else link.removeAttribute("aria-current");
    }
    const gone = new AbortController();
    fetch("/payouts/views/counts", { signal: gone.signal, priority: "low" })
      .then((answer) => (answer.ok ? answer.json() : {}))
      .then((counts: Record<string, string>) => {
        for (const place of every("[data-view-count]")) place.textContent = counts[place.dataset.viewCount!] ?? "";
      })
      .catch(() => {});
    return () => gone.abort();
  }, [views, path, search]);
  return null;
}
