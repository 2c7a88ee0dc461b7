import type { CSSProperties, ReactNode } from "react";
import { Notice } from "@/app/_ui/notice";
import { inkOn, linkOn, paper } from "@/lib/brand";
import type { Words } from "@/lib/recipient-words/words";
import type { Logo } from "@/lib/settings/logos";

type Brand = { organizationName: string; brandColor: string; logo: Logo | null; test: boolean };
type Props = {
  brand?: Brand;
  words: Words["page"]["frame"];
  /** Where the language is changed. */
  languageSwitch?: ReactNode;
  children: ReactNode;
};

/** The layout of a recipient's page: one narrow column without navigation, in the brand color of the organization. */
export function RecipientFrame({ brand, words, languageSwitch, children }: Props) {
  return (
    <div style={brand && colorsOf(brand)} className="flex min-h-dvh flex-col text-lg">
      {brand && <Header {...brand} />}
      <main className="mx-auto w-full max-w-recipient flex-1 px-4 py-6 sm:py-10">
        {languageSwitch}
        {brand?.test && (
          <div className="mb-6">
            <Notice tone="neutral" title={words.testTitle}>
              {words.testText}
            </Notice>
          </div>
        )}
        {children}
      </main>
      <footer className="mx-auto w-full max-w-recipient px-4 pb-8">
        <p className="border-t border-line pt-4 text-base text-muted">{words.footer}</p>
      </footer>
    </div>
  );
}

const colorsOf = ({ brandColor }: Brand) =>
  ({
    "--brand": brandColor,
    "--on-brand": inkOn(brandColor),
    "--brand-link": `light-dark(${linkOn(brandColor, paper.light)}, ${linkOn(brandColor, paper.dark)})`,
  }) as CSSProperties;

/** The logo on white, as logos are made for, with a band of the color; without one the name on the color. */
const Header = ({ organizationName, logo }: Brand) =>
  logo ? (
    <header className="border-b-4 border-brand bg-paper">
      <div className="mx-auto max-w-recipient px-4 py-4">
        <img src={logo.path} width={logo.width} height={logo.height} alt={organizationName} className="text-on-paper" />
      </div>
    </header>
  ) : (
    <header className="border-b border-line bg-brand text-on-brand">
      <p className="mx-auto max-w-recipient px-4 py-4 font-semibold break-words">
        <bdi>{organizationName}</bdi>
      </p>
    </header>
  );
