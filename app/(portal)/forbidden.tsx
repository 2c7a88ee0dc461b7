import type { Metadata } from "next";
import { NotPermitted } from "@/app/_ui/not-permitted";

export const metadata: Metadata = { title: "Not permitted" };

/** Inside the portal's frame, so that the way elsewhere stays at hand. */
export default function Forbidden() {
  return <NotPermitted />;
}
