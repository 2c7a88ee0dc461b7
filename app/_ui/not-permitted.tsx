import { Icon } from "./icon";
import { SoftLink } from "./soft-link";
import { buttonStyle } from "./button";

/** Shown instead of a page that the user may not see. */
export function NotPermitted() {
  return (
    <div className="mx-auto flex max-w-dialog flex-col items-center gap-2 px-4 py-20 text-center">
      <Icon name="shield-alert" className="mb-1 size-7 text-muted" />
      <h1 tabIndex={-1} className="text-xl font-semibold tracking-tight outline-none">
        This page is for admins
      </h1>
      <p className="text-muted">
        Your role does not give you access to it. If you need this page, ask an admin of your organization.
      </p>
      <SoftLink href="/" className={`mt-4 ${buttonStyle("primary")}`}>
        Go to the Dashboard
      </SoftLink>
    </div>
  );
}
