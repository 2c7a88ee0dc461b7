import type { ReactNode } from "react";
import { requireAdmin } from "@/lib/web/auth";

/** A courtesy: each page of this section, each of its actions and queries checks for itself. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  await requireAdmin();
  return children;
}
