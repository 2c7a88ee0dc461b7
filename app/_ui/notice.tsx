import { Icon, type IconName } from "./icon";
import type { ReactNode } from "react";
import type { BadgeTone } from "./badge";

const looks = {
  success: { icon: "circle-check", style: "bg-success-soft text-success" },
  progress: { icon: "info", style: "bg-progress-soft text-progress" },
  neutral: { icon: "info", style: "bg-neutral-soft text-neutral" },
  warning: { icon: "triangle-alert", style: "bg-warning-soft text-warning" },
  danger: { icon: "circle-alert", style: "bg-danger-soft text-danger" },
} satisfies Record<BadgeTone, { icon: IconName; style: string }>;

/** A message about the whole page or form. Use `role="alert"` only for something that just happened. */
export function Notice({
  tone,
  title,
  children,
  role,
}: {
  tone: BadgeTone;
  title?: string;
  children?: ReactNode;
  role?: "alert" | "status";
}) {
  const { icon, style } = looks[tone];
  return (
    <div role={role} className={`flex gap-2.5 rounded-card px-3.5 py-2.5 ${style}`}>
      <Icon name={icon} className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 break-words">
        {title && <p className="font-medium">{title}</p>}
        {children}
      </div>
    </div>
  );
}
