"use client";

import { useEffect, useRef } from "react";

/**
 * A message in a frame without scripts, forms or navigation, as high as the message. `allow-same-origin` lets the page
 * measure the height; no script can run in the frame.
 */
export function MessageFrame({ html }: { html: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const sizes = new ResizeObserver(() => fit(element));
    const follow = () => {
      sizes.disconnect();
      if (element.contentDocument?.body) sizes.observe(element.contentDocument.body);
    };
    follow();
    element.addEventListener("load", follow);
    return () => {
      element.removeEventListener("load", follow);
      sizes.disconnect();
    };
  }, []);
  return (
    <iframe
      ref={frame}
      title="The message as HTML"
      sandbox="allow-same-origin"
      srcDoc={html}
      className="block h-160 w-full"
    />
  );
}

function fit(frame: HTMLIFrameElement) {
  const page = frame.contentDocument?.documentElement;
  if (page) frame.style.height = `${page.offsetHeight}px`;
}
