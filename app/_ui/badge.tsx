import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

export type BadgeTone = "success" | "progress" | "danger" | "warning" | "neutral";

const tones: Record<BadgeTone, string> = {
  success: "bg-success-soft text-success",
  progress: "bg-progress-soft text-progress",
  danger: "bg-danger-soft text-danger",
  warning: "bg-warning-soft text-warning",
  neutral: "bg-neutral-soft text-neutral",
};

/** A short label on a colored background, with an icon, so that color is never the only sign. */
export function Badge({
  tone,
  icon: Icon,
  title,
  children,
}: {
  tone: BadgeTone;
  icon?: LucideIcon;
  title?: string;
  children: ReactNode;
}) {
  return (
    <span
      title={title}
      className={`inline-flex items-center gap-1 rounded-control px-1.5 py-0.5 text-xs font-medium whitespace-nowrap ${tones[tone]}`}
    >
      {Icon && <Icon aria-hidden className="size-3.5 shrink-0" />}
      {children}
    </span>
  );
}
