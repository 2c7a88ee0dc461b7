import type { Metadata } from "next";
import { NotPermitted } from "@/app/_ui/not-permitted";

export const metadata: Metadata = { title: "Not permitted" };

/** Inside the portal's layout, so that the navigation stays. */
export default function Forbidden() {
  return <NotPermitted />;
}
