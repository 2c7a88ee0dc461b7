import { env } from "@/lib/env";
import type { OrganizationFacts } from "@/lib/emails/facts";

/** Who an email is from, as its head shows it. */
export type Sender = {
  organization: string;
  /** The color of the header, the button and links, as #rrggbb. */
  brandColor: string;
  /** Shown in place of the name where there is one; the size is that on screen, in pixels. */
  logo: { src: string; width: number; height: number } | null;
};

export const senderOf = ({
  name,
  brandColor,
  logo,
}: Pick<OrganizationFacts, "name" | "brandColor" | "logo">): Sender => ({
  organization: name,
  brandColor,
  logo: logo && { src: env().PORTAL_URL + logo.path, width: logo.width, height: logo.height },
});
