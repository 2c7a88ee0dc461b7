"use client";

import { Icon } from "./icon";
import { type ComponentProps, type MouseEvent, type ReactNode } from "react";
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
  /** Why it cannot be pressed now. The button stays visible, and this reason is its description. */
  block?: string | null;
};

/** Submits its form. While the form is pending, the button says so and cannot be pressed again. */
export const SubmitButton = (props: Props) => (
  <PendingButton type="submit" pending={useFormStatus().pending} {...props} />
);

type PendingProps = Props &
  Pick<ComponentProps<"button">, "type" | "form" | "formAction" | "name" | "value"> & {
    pending: boolean;
    onPress?: (event: MouseEvent<HTMLButtonElement>) => void;
  };

/** A button that can be pending or blocked. It keeps the focus all the time, also when `block` changes. */
export function PendingButton({
  children,
  pending,
  pendingLabel,
  label,
  kind = "primary",
  title,
  block = null,
  onPress,
  ...rest
}: PendingProps) {
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (pending || block) event.preventDefault();
    if (block) toast(block, false);
    if (!pending && !block) onPress?.(event);
  };
  return (
    <Button
      {...rest}
      aria-label={pending ? undefined : label}
      aria-disabled={pending || block !== null || undefined}
      title={block ?? title}
      kind={kind}
      onClick={press}
    >
      {pending && <Icon name="loader-circle" className="size-4 animate-spin" />}
      {pending ? pendingLabel : children}
    </Button>
  );
}
