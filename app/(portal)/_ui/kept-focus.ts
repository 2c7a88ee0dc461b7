"use client";

import { useEffect, useRef } from "react";

/**
 * @returns a function to call when the control is used. If the control is then removed while it has the focus, the focus
 * moves to the page's heading instead of being lost.
 */
export function useKeptFocus(): () => void {
  const used = useRef(false);
  useEffect(() => () => void (used.current && leaveFocusOnHeading()), []);
  return () => void (used.current = true);
}

export function leaveFocusOnHeading() {
  if (document.activeElement === document.body) document.querySelector<HTMLElement>("main h1")?.focus();
}
