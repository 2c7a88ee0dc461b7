"use client";

import { useEffect, useRef, type ReactNode } from "react";

/** The first page that the browser loads needs no focus: it starts at the top. */
let hasLoaded = false;

/** The heading of a step. It takes the focus after the step before, so that keyboard and screen reader users continue here. */
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
