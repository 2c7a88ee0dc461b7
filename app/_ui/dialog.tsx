"use client";

import type { ReactNode, RefObject } from "react";

type Props = {
  ref: RefObject<HTMLDialogElement | null>;
  title: string;
  /** Runs when it has closed, by a button or by Escape. */
  onClose?: () => void;
  children: ReactNode;
};

/** The browser's modal dialog: it keeps the focus inside, closes on Escape and returns the focus to its opener. */
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
