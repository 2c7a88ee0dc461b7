"use client";

import { useId, useRef, type KeyboardEvent, type RefObject } from "react";

type MenuItem = { label: string; onSelect: () => void };

type SharedMenu = {
  id: string;
  element: RefObject<HTMLDivElement | null>;
  opener: RefObject<HTMLElement | null>;
  /** Call it when a button with `popoverTarget={id}` is pressed. */
  openFrom: (opener: HTMLElement) => void;
};

/** One menu that several buttons open. */
export function useMenu(): SharedMenu {
  const id = useId();
  const element = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLElement>(null);
  const openFrom = (button: HTMLElement) => {
    // The browser would take a press on another of its buttons for one that closes it.
    if (opener.current !== button && element.current?.matches(":popover-open")) element.current.hidePopover();
    opener.current = button;
  };
  return { id, element, opener, openFrom };
}

type Props = { menu: SharedMenu; label: string; items: readonly MenuItem[] };

/**
 * The commands of a menu: the browser's popover, with the keyboard behavior of a menu. The browser alone opens it,
 * keeps it beside the button that opened it, and focuses its first item in the same step, so that no scroll, resize or
 * quick key can come between.
 */
export function MenuItems({ menu: { id, element, opener }, label, items }: Props) {
  const select = ({ onSelect }: MenuItem) => {
    // Focus the button first, so that a dialog returns the focus to it and not to a hidden item.
    element.current?.hidePopover();
    opener.current?.focus();
    onSelect();
  };
  return (
    <div
      ref={element}
      id={id}
      popover="auto"
      role="menu"
      aria-label={label}
      onKeyDown={moveFocus}
      className="beside-opener w-max max-w-full rounded-card border border-line bg-surface p-1 text-left shadow-floating"
    >
      {items.map((item, index) => (
        <Item key={item.label} label={item.label} first={index === 0} onClick={() => select(item)} />
      ))}
    </div>
  );
}

const Item = ({ label, first, onClick }: { label: string; first: boolean; onClick: () => void }) => (
  <button
    // React keeps `autoFocus` to itself; the popover looks for the attribute when it opens.
    ref={(element) => void element?.toggleAttribute("autofocus", first)}
    type="button"
    role="menuitem"
    tabIndex={-1}
    onClick={onClick}
    className="block w-full rounded-control px-2.5 py-1.5 text-left whitespace-nowrap hover:bg-sunken focus-visible:bg-sunken"
  >
    {label}
  </button>
);

/** Arrow keys, Home and End move among the items; Tab closes the menu. */
function moveFocus(event: KeyboardEvent<HTMLDivElement>) {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>("[role=menuitem]")];
  const at = items.indexOf(document.activeElement as HTMLElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (event.key === "Tab") event.currentTarget.hidePopover();
  if (next === undefined) return;
  event.preventDefault();
  items.at(next % items.length)?.focus();
}
