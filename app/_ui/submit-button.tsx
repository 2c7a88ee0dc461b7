"use client";

import { LoaderCircle } from "lucide-react";
import { useId, type MouseEvent, type ReactNode } from "react";
import { useFormStatus } from "react-dom";
import { Button, type ButtonKind, type ButtonSize } from "./button";
import { toast } from "./toast";

type Props = {
  children: ReactNode;
  pendingLabel: string /** Says more than the visible words, and begins with them. */;
  label?: string;
  kind?: ButtonKind;
  size?: ButtonSize;
  className?: string /** Why it cannot be pressed now; it stays to say so. */;
  block?: string | null;
};

/**
 * Submits its form and, while that lasts, says so itself and cannot be pressed again. It keeps its focus meanwhile, and
 * when a block comes or goes.
 */
export function SubmitButton({
  children,
  pendingLabel,
  label,
  kind = "primary",
  size,
  className,
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
        title={block ?? undefined}
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
