import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { RepeatedIcon } from "./repeated-icon";

export type BadgeTone = "success" | "progress" | "danger" | "warning" | "neutral";

const tones: Record<BadgeTone, string> = {
  success: "bg-success-soft text-success",
  progress: "bg-progress-soft text-progress",
  danger: "bg-danger-soft text-danger",
  warning: "bg-warning-soft text-warning",
  neutral: "bg-neutral-soft text-neutral",
};

const iconStyle = "size-3.5 shrink-0";

/** A short label on a colored background, with an icon, so that color is never the only sign. */
export function Badge({
  tone,
  icon: Icon,
  title,
  children,
}: {
  tone: BadgeTone;
  /** Itself, or its name in the sprite of the page. */
  icon?: LucideIcon | string;
  title?: string;
  children: ReactNode;
}) {
  return (
    <span title={title} className={`badge ${tones[tone]}`}>
      {typeof Icon === "string" ? (
        <RepeatedIcon name={Icon} className={iconStyle} />
      ) : (
        Icon && <Icon aria-hidden className={iconStyle} />
      )}
      {children}
    </span>
  );
}
