"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Follows every `SoftLink` by the router; one listener for all links of a page. Keys and buttons that open it elsewhere keep doing so. */
export function SoftNavigation(): null {
  const router = useRouter();
  useEffect(() => {
    const follow = (event: MouseEvent) => {
      if (event.defaultPrevented || event.button !== 0) return;
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      const link = event.target instanceof Element && event.target.closest("a[data-soft]");
      const href = link && link.getAttribute("href");
      if (!href) return;
      event.preventDefault();
      router.push(href as Route, { scroll: link.getAttribute("data-soft") !== "keep-place" });
    };
    document.addEventListener("click", follow);
    return () => document.removeEventListener("click", follow);
  }, [router]);
  return null;
}
