import type { ReactNode } from "react";
import { requireAdmin } from "@/lib/web/auth";

/** For a clear refusal page only: each page, action and query of this section also checks on its own. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  await requireAdmin();
  return children;
}
