import type { ReactNode } from "react";
import { iconClass, type IconName } from "./icon";

export type BadgeTone = "success" | "progress" | "danger" | "warning" | "neutral";

const tones: Record<BadgeTone, string> = {
  success: "bg-success-soft text-success",
  progress: "bg-progress-soft text-progress",
  danger: "bg-danger-soft text-danger",
  warning: "bg-warning-soft text-warning",
  neutral: "bg-neutral-soft text-neutral",
};

type Props = { tone: BadgeTone; icon?: IconName; title?: string; children: ReactNode };

/** A short label on a colored background, with an icon, so that color is never the only sign. */
export const Badge = ({ tone, icon, title, children }: Props) => (
  <span title={title} className={`badge ${tones[tone]} ${icon ? iconClass(icon) : ""}`}>
    {children}
  </span>
);
