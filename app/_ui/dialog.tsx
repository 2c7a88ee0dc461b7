"use client";

import type { ReactNode, RefObject } from "react";

type Props = {
  ref: RefObject<HTMLDialogElement | null>;
  title: string /** Runs once it is closed, whichever way. */;
  onClose?: () => void;
  children: ReactNode;
};

/** The platform's own modal: it keeps focus inside, closes on Escape and gives focus back to what opened it. */
export function Dialog({ ref, title, onClose, children }: Props) {
  return (
    <dialog
      ref={ref}
      aria-label={title}
      onClose={onClose}
      className="pointer-events-auto m-auto w-full max-w-dialog rounded-card border border-line bg-surface p-5 text-left whitespace-normal shadow-floating max-sm:mb-0 max-sm:rounded-b-none"
    >
      <h2 className="mb-2 text-lg font-semibold">{title}</h2>
      {children}
    </dialog>
  );
}
