import type { CSSProperties, ReactNode } from "react";
import { Notice } from "@/app/_ui/notice";
import { inkOn } from "@/lib/brand";

type Brand = { organizationName: string; brandColor: string; test: boolean };

/** The layout of a recipient's page: one narrow column without navigation, in the brand color of the organization. */
export function RecipientFrame({ brand, children }: { brand?: Brand; children: ReactNode }) {
  const colors = brand && ({ "--brand": brand.brandColor, "--on-brand": inkOn(brand.brandColor) } as CSSProperties);
  return (
    <div style={colors} className="flex min-h-dvh flex-col text-lg">
      {brand && (
        <header className="border-b border-line bg-brand text-on-brand">
          <p className="mx-auto max-w-recipient px-4 py-4 font-semibold break-words">{brand.organizationName}</p>
        </header>
      )}
      <main className="mx-auto w-full max-w-recipient flex-1 px-4 py-6 sm:py-10">
        {brand?.test && (
          <div className="mb-6">
            <Notice tone="neutral" title="This is a test. No money moves.">
              Please do not enter the details of a real account.
            </Notice>
          </div>
        )}
        {children}
      </main>
      <footer className="mx-auto w-full max-w-recipient px-4 pb-8">
        <p className="border-t border-line pt-4 text-base text-muted">
          Meridian delivers payouts on behalf of companies.
        </p>
      </footer>
    </div>
  );
}
