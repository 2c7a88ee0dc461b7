"use client";

import { useEffect } from "react";
import { markOpened } from "@/app/redeem/[token]/actions";

const touches = ["pointerdown", "pointermove", "keydown", "scroll"] as const;

/**
 * Tells, once, that a person is at the page: mail scanners open links, and some run scripts, but none moves a pointer
 * or scrolls.
 */
export function FirstTouch({ token }: { token: string }) {
  useEffect(() => {
    const over = new AbortController();
    const touched = () => {
      over.abort();
      const form = new FormData();
      form.set("token", token);
      // A note for the staff; where it cannot be made, the recipient has lost nothing.
      markOpened(null, form).catch(() => undefined);
    };
    for (const touch of touches) addEventListener(touch, touched, { signal: over.signal, passive: true });
    return () => over.abort();
  }, [token]);
  return null;
}
