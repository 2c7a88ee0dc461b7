"use client";

import { LoaderCircle } from "lucide-react";
import type { ReactNode } from "react";
import { useFormStatus } from "react-dom";
import { Button, type ButtonKind } from "./button";

type Props = { children: ReactNode; pendingLabel: string; /** Says more than the visible words, and begins with them. */ label?: string; kind?: ButtonKind; size?: "small" | "medium"; className?: string };

/** Submits its form and, while that lasts, says so itself and cannot be pressed again. It keeps its focus meanwhile. */
export function SubmitButton({ children, pendingLabel, label, kind = "primary", size, className }: Props) {
  const { pending } = useFormStatus();
  return (
    <Button type="submit" aria-label={pending ? undefined : label} kind={kind} size={size} className={className} aria-disabled={pending} onClick={(event) => pending && event.preventDefault()}>
      {pending && <LoaderCircle aria-hidden className="size-4 animate-spin" />}
      {pending ? pendingLabel : children}
    </Button>
  );
}
