import type { ComponentProps } from "react";

export type ButtonKind = "primary" | "brand" | "secondary" | "quiet" | "danger";

const kinds: Record<ButtonKind, string> = {
  primary: "bg-solid text-on-solid hover:bg-solid-hover",
  // The border shows the button where the brand color equals the page's.
  brand: "border border-edge bg-brand text-on-brand shadow-raised hover:shadow-floating",
  secondary: "button-secondary",
  quiet: "text-ink hover:bg-sunken",
  danger: "bg-danger text-surface hover:opacity-90",
};

const sizes = {
  small: "button-small",
  medium: "h-9 px-3.5 text-base max-sm:h-11",
  large: "min-h-12 px-5 py-2.5 text-lg",
  // In the narrow cell at the end of a row: an icon in place of the words, where the pointer is fine.
  compact: "",
} as const;

export type ButtonSize = keyof typeof sizes;

/** The classes of a button, for links that look like one. */
export const buttonStyle = (kind: ButtonKind = "secondary", size: ButtonSize = "medium"): string =>
  size === "compact" ? "row-button" : `button ${sizes[size]} ${kinds[kind]}`;

type ButtonProps = ComponentProps<"button"> & { kind?: ButtonKind; size?: ButtonSize };

export function Button({ kind, size, className = "", type = "button", ...rest }: ButtonProps) {
  return (
    <button
      type={type}
      className={className ? `${buttonStyle(kind, size)} ${className}` : buttonStyle(kind, size)}
      {...rest}
    />
  );
}
