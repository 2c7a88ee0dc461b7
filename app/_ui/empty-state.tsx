import { Icon, type IconName } from "./icon";
import type { ReactNode } from "react";

type Props = { icon?: IconName; title: string; children?: ReactNode; action?: ReactNode };

/** Says that there is nothing to show and why, and offers a next step. */
export function EmptyState({ icon, title, children, action }: Props) {
  return (
    <div className="flex flex-col items-center gap-1.5 px-6 py-10 text-center">
      {icon && <Icon name={icon} className="mb-1 size-6 text-muted" />}
      <p className="font-medium">{title}</p>
      {children && <div className="max-w-prose text-muted">{children}</div>}
      {action && <div className="mt-3">{action}</div>}
    </div>
  );
}
