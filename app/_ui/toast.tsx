"use client";

import { CircleAlert, CircleCheck, X } from "lucide-react";
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

/** Tells how something ended. Good news leaves by itself after 8 seconds; a refusal stays until it is read and closed. */
export function toast(message: string, ok: boolean): void {
  const id = ++lastId;
  show([...toasts.slice(-2), { id, ok, message }]);
  if (ok) setTimeout(dismiss, 8_000, id);
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Where toasts appear: read out politely, never taking the focus. Stands once in the layout. */
export function Toaster() {
  const shown = useSyncExternalStore(subscribe, () => toasts, () => none);
  return (
    <div role="status" aria-live="polite" className="pointer-events-none fixed inset-x-4 bottom-4 z-50 flex flex-col items-center gap-2 sm:left-auto sm:items-end">
      {shown.map(({ id, ok, message }) => (
        <div key={id} className="pointer-events-auto flex max-w-dialog items-start gap-2.5 rounded-card border border-line bg-surface px-3.5 py-2.5 shadow-floating">
          {ok ? <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-success" /> : <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />}
          <p className="min-w-0 break-words">{message}</p>
          <button type="button" aria-label="Dismiss" onClick={() => dismiss(id)} className="-mr-1 rounded-control p-1 text-muted hover:bg-sunken">
            <X aria-hidden className="size-3.5" />
          </button>
        </div>
      ))}
    </div>
  );
}
