"use client";

import { useEffect, useRef, type ReactNode } from "react";

/** The browser itself begins at the top of the first page it loads. */
let hasLoaded = false;

/**
 * The heading of what the recipient sees now. Whoever comes from the step before, by keyboard or screen reader, goes on
 * from here.
 */
export function PageHeading({ children }: { children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (hasLoaded) heading.current?.focus();
    hasLoaded = true;
  }, []);
  return (
    <h1
      ref={heading}
      tabIndex={-1}
      className="text-2xl font-semibold tracking-tight text-balance break-words outline-none"
    >
      {children}
    </h1>
  );
}
