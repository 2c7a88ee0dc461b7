"use client";

import { Icon, type IconName } from "@/app/_ui/icon";
import type { Route } from "next";
import { SoftLink } from "@/app/_ui/soft-link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";

type Destination = { href: Route; label: string; icon: IconName; below?: ReactNode };

const payoutsPath = "/payouts";

export const destinations: readonly Destination[] = [
  { href: "/", label: "Dashboard", icon: "layout-dashboard" },
  { href: payoutsPath, label: "Payouts", icon: "hand-coins" },
  { href: "/batches", label: "Batches", icon: "file-spreadsheet" },
];

export const adminDestinations: readonly Destination[] = [
  { href: "/admin/users", label: "Users", icon: "users" },
  { href: "/admin/audit-log", label: "Audit log", icon: "scroll-text" },
  { href: "/admin/emails", label: "Email log", icon: "mail" },
  { href: "/admin/mappings", label: "Column mappings", icon: "table-properties" },
  { href: "/admin/erasure", label: "Erasure", icon: "shield-x" },
  { href: "/admin/settings", label: "Settings", icon: "settings" },
];

type Props = {
  admin: boolean;
  /** Where “Payouts” leads: to all of them, or to the person's default view. */
  payouts: Route;
  /** What stands under “Payouts”. */
  views?: ReactNode;
};

/** The left navigation. Viewers do not see the Admin links; its pages also refuse them on the server. */
export function Navigation({ admin, payouts, views }: Props) {
  const own = destinations.map((destination) =>
    destination.href === payoutsPath ? { ...destination, href: payouts, below: views } : destination,
  );
  return (
    <nav aria-label="Main" className="flex flex-col gap-5">
      <DestinationList destinations={own} />
      {admin && (
        <div>
          <h2 className="px-2 pb-1 text-xs font-medium text-muted">Admin</h2>
          <DestinationList destinations={adminDestinations} />
        </div>
      )}
    </nav>
  );
}

function DestinationList({ destinations }: { destinations: readonly Destination[] }) {
  const pathname = usePathname();
  const isHere = (href: string) => (href === "/" ? pathname === "/" : pathname.startsWith(href.replace(/\?.*/, "")));
  return (
    <ul className="flex flex-col gap-0.5">
      {destinations.map(({ href, label, icon, below }) => (
        <li key={href}>
          <SoftLink href={href} aria-current={isHere(href) ? "page" : undefined} className="menu-link">
            <Icon name={icon} className="size-4" />
            {label}
          </SoftLink>
          {below}
        </li>
      ))}
    </ul>
  );
}
