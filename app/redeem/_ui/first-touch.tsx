"use client";

import { useEffect } from "react";
import { markOpened } from "@/app/redeem/[token]/actions";

const touches = ["pointerdown", "pointermove", "keydown", "scroll"] as const;

/**
 * Records once that a person opened the page. Mail scanners open links, and some run scripts, but they do not move a
 * pointer or scroll.
 */
export function FirstTouch({ token }: { token: string }) {
  useEffect(() => {
    const done = new AbortController();
    const touched = () => {
      done.abort();
      const form = new FormData();
      form.set("token", token);
      // Only for the staff; if it fails, the recipient loses nothing.
      markOpened(null, form).catch(() => undefined);
    };
    for (const touch of touches) addEventListener(touch, touched, { signal: done.signal, passive: true });
    return () => done.abort();
  }, [token]);
  return null;
}
