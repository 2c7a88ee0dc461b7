import type { Route } from "next";
import type { ComponentProps } from "react";

type Props = ComponentProps<"a"> & {
  href: Route;
  /** The page stays scrolled to where it is. */
  keepPlace?: boolean;
};

/**
 * A link to another page of the portal: a plain link, which `SoftNavigation` in the layout follows without loading a
 * document. It fetches nothing ahead, and costs a page no scripts.
 */
export const SoftLink = ({ href, keepPlace, ...rest }: Props) => (
  <a href={href} data-soft={keepPlace ? "keep-place" : ""} {...rest} />
);
