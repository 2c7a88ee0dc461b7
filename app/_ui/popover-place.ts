import { useEffect, type RefObject, type ToggleEvent } from "react";

const gap = 4;

/**
 * Places a popover that has just opened below its button, or above it where there is no space below, always inside the
 * window. Then focuses its first item.
 */
export function toggleBelow(event: ToggleEvent<HTMLElement>, opener: HTMLElement | null): void {
  if (event.newState !== "open" || !opener) return;
  const popover = event.currentTarget;
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
