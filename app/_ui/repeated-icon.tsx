import type { LucideIcon } from "lucide-react";

/** An icon that many rows of a page show: `IconSprite` draws it once, and each row only refers to it. */
export const RepeatedIcon = ({ name, className }: { name: string; className: string }) => (
  <svg aria-hidden className={className}>
    <use href={`#icon-${name}`} />
  </svg>
);

/** The drawings, by the names that rows use; once a page. */
export const IconSprite = ({ icons }: { icons: Readonly<Record<string, LucideIcon>> }) => (
  <svg aria-hidden className="absolute size-0">
    {Object.entries(icons).map(([name, Icon]) => (
      <symbol key={name} id={`icon-${name}`} viewBox="0 0 24 24">
        <Icon />
      </symbol>
    ))}
  </svg>
);
