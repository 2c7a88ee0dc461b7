import type { Route } from "next";
import { SoftLink } from "@/app/_ui/soft-link";
import { buttonStyle } from "@/app/_ui/button";

/** Narrows a list to what the user has, by one press. */
export const MineLink = ({ assigned, href }: { assigned: string | undefined; href: Route }) =>
  assigned === undefined && (
    <div>
      <SoftLink href={href} className={`${buttonStyle("quiet", "small")} -ml-2.5`}>
        Assigned to me
      </SoftLink>
    </div>
  );
