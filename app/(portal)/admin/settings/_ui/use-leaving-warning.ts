"use client";

import { useEffect } from "react";

const words = "You have changed settings that are not saved. Leave this page without saving?";

/** Asks before this page is left while something is not saved: by a link, or by closing or reloading. */
export function useLeavingWarning(unsaved: boolean): void {
  useEffect(() => {
    if (!unsaved) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    const ask = (event: MouseEvent) => {
      const link = event.target instanceof Element && event.target.closest("a[href]");
      if (!link || link.getAttribute("target") === "_blank" || event.button !== 0) return;
      if (event.metaKey || event.ctrlKey || event.shiftKey || link.getAttribute("href")?.startsWith("#")) return;
      if (confirm(words)) return removeEventListener("beforeunload", warn);
      event.preventDefault();
      event.stopPropagation();
    };
    addEventListener("beforeunload", warn);
    document.addEventListener("click", ask, { capture: true });
    return () => {
      removeEventListener("beforeunload", warn);
      document.removeEventListener("click", ask, { capture: true });
    };
  }, [unsaved]);
}
