"use client";

import { useEffect, useRef } from "react";

/**
 * @returns what to call once the control was used: when it goes away with the focus in it, the focus goes to the page's
 * heading, not to nowhere.
 */
export function useKeptFocus(): () => void {
  const used = useRef(false);
  useEffect(() => () => void (used.current && leaveFocusOnHeading()), []);
  return () => void (used.current = true);
}

export function leaveFocusOnHeading() {
  if (document.activeElement === document.body) document.querySelector<HTMLElement>("main h1")?.focus();
}
