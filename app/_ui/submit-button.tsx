"use client";

import { LoaderCircle } from "lucide-react";
import { useId, type MouseEvent, type ReactNode } from "react";
import { useFormStatus } from "react-dom";
import { Button, type ButtonKind, type ButtonSize } from "./button";
import { toast } from "./toast";

type Props = {
  children: ReactNode;
  pendingLabel: string;
  /** The accessible name; it begins with the visible text. */
  label?: string;
  kind?: ButtonKind;
  size?: ButtonSize;
  className?: string;
  /** Shown on hover, unless it cannot be pressed. */
  title?: string;
  /** Why it cannot be pressed now. The button stays visible and shows this reason. */
  block?: string | null;
};

/**
 * Submits its form. While the form is pending, the button says so and cannot be pressed again. It keeps the focus all
 * the time, also when `block` changes.
 */
export function SubmitButton({
  children,
  pendingLabel,
  label,
  kind = "primary",
  size,
  className,
  title,
  block = null,
}: Props) {
  const { pending } = useFormStatus();
  const why = useId();
  const press = (event: MouseEvent) => {
    if (pending || block) event.preventDefault();
    if (block) toast(block, false);
  };
  return (
    <>
      <Button
        type="submit"
        aria-label={pending ? undefined : label}
        aria-describedby={block ? why : undefined}
        aria-disabled={pending || block !== null}
        title={block ?? title}
        kind={kind}
        size={size}
        className={className}
        onClick={press}
      >
        {pending && <LoaderCircle aria-hidden className="size-4 animate-spin" />}
        {pending ? pendingLabel : children}
      </Button>
      {block && (
        <span id={why} className="sr-only">
          {block}
        </span>
      )}
    </>
  );
}
