import type { Metadata, Viewport } from "next";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { fontVariables } from "./fonts";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Meridian", template: "%s · Meridian" },
  description: "Payouts, seen and acted on.",
  robots: { index: false },
};
export const viewport: Viewport = { colorScheme: "light dark" };

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Every page is rendered per request: a prerendered one could not carry the nonce that lets its scripts run.
  await connection();
  return (
    <html lang="en" className={fontVariables}>
      <body className="min-h-dvh font-sans">{children}</body>
    </html>
  );
}
