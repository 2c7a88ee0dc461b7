import type { Metadata } from "next";
import Link from "next/link";
import { buttonStyle } from "./_ui/button";
import { PlainPage } from "./_ui/plain-page";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <PlainPage title="There is nothing at this address">
      <p>It may have been mistyped, or it belongs to another organization. Nothing was changed.</p>
      <Link href="/" className={buttonStyle("primary")}>
        Go to the Dashboard
      </Link>
    </PlainPage>
  );
}
