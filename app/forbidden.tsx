import type { Metadata } from "next";
import { NotPermitted } from "./_ui/not-permitted";

export const metadata: Metadata = { title: "Not permitted" };

export default function Forbidden() {
  return (
    <main>
      <NotPermitted />
    </main>
  );
}
