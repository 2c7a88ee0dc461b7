import { useEffect, type RefObject } from "react";

const gap = 4;

/**
 * Opens a popover below its button, or above it where there is no space below, always inside the window, and focuses its
 * first item; closes it when it is open. All at once, so that the next key pressed finds the focus where it belongs.
 */
export function toggleBelow(popover: HTMLElement, opener: HTMLElement): void {
  if (!popover.togglePopover()) return;
  const button = opener.getBoundingClientRect();
  const { width, height } = popover.getBoundingClientRect();
  const below = button.bottom + gap + height <= innerHeight;
  popover.style.top = `${Math.max(gap, below ? button.bottom + gap : button.top - gap - height)}px`;
  const inside = button.right - width > gap ? button.right - width : button.left;
  popover.style.left = `${Math.max(gap, Math.min(inside, innerWidth - width - gap))}px`;
  popover.querySelector<HTMLElement>("[role=menuitem]")?.focus({ preventScroll: true });
}

/** Closes a popover when the page scrolls or resizes, because the popover does not move with its button. */
export function useClosedByScroll(popover: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const close = () => popover.current?.matches(":popover-open") && popover.current.hidePopover();
    addEventListener("scroll", close, { capture: true, passive: true });
    addEventListener("resize", close);
    return () => {
      removeEventListener("scroll", close, { capture: true });
      removeEventListener("resize", close);
    };
  }, [popover]);
}
