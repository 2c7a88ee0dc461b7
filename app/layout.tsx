import type { Metadata, Viewport } from "next";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { documentLanguage } from "@/app/redeem/page-payout";
import { languageTable } from "@/lib/recipient-words/languages";
import { fontVariables } from "./fonts";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Meridian", template: "%s · Meridian" },
  description: "See and manage payouts.",
  robots: { index: false },
};
export const viewport: Viewport = { colorScheme: "light dark" };

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Render every page per request: a prerendered one cannot carry the nonce that its scripts need.
  await connection();
  const language = await documentLanguage();
  const { direction } = languageTable[language];
  return (
    <html lang={language} dir={direction === "ltr" ? undefined : direction} className={fontVariables}>
      <body className="min-h-dvh font-sans">{children}</body>
    </html>
  );
}
