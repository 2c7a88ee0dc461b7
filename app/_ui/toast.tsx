"use client";

import { Icon } from "./icon";
import { useSyncExternalStore } from "react";

type Toast = { id: number; ok: boolean; message: string };

let toasts: readonly Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();
const none: readonly Toast[] = [];

function show(next: readonly Toast[]) {
  toasts = next;
  for (const listener of listeners) listener();
}

const dismiss = (id: number) => show(toasts.filter((toast) => toast.id !== id));

const atMost = 2;

/**
 * Shows how an action ended. A success disappears after 8 seconds; a refusal stays until it is dismissed or two newer
 * toasts have appeared.
 */
export function toast(message: string, ok: boolean): void {
  const id = ++lastId;
  show([...toasts.slice(1 - atMost), { id, ok, message }]);
  if (ok) setTimeout(dismiss, 8_000, id);
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * Where toasts appear; used once, in the layout. Screen readers announce them, and they never take the focus. They are
 * at the bottom left, because buttons are on the right, and above a bar marked with `data-bottom-bar`. The page has
 * extra space at its end, so that what they cover can be scrolled into view.
 */
export function Toaster() {
  const shown = useSyncExternalStore(
    subscribe,
    () => toasts,
    () => none,
  );
  return (
    <div
      role="status"
      aria-live="polite"
      className="pointer-events-none fixed inset-x-4 bottom-4 z-50 flex flex-col items-start gap-2 in-has-data-bottom-bar:bottom-44 sm:in-has-data-bottom-bar:bottom-28 lg:left-sidebar lg:ml-8"
    >
      {shown.map(({ id, ok, message }) => (
        <div
          key={id}
          data-toast
          className="pointer-events-auto flex max-w-dialog items-start gap-2.5 rounded-card border border-line bg-surface px-3.5 py-2.5 shadow-floating"
        >
          {ok ? (
            <Icon name="circle-check" className="mt-0.5 size-4 shrink-0 text-success" />
          ) : (
            <Icon name="circle-alert" className="mt-0.5 size-4 shrink-0 text-danger" />
          )}
          <p className="min-w-0 break-words">{message}</p>
          <button
            type="button"
            aria-label="Dismiss"
            onClick={() => dismiss(id)}
            className="-mr-1.5 rounded-control p-1.5 text-muted hover:bg-sunken"
          >
            <Icon name="x" className="size-3.5" />
          </button>
        </div>
      ))}
    </div>
  );
}
