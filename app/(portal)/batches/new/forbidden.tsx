import { Icon } from "@/app/_ui/icon";
import type { Metadata } from "next";
import { SoftLink } from "@/app/_ui/soft-link";
import { buttonStyle } from "@/app/_ui/button";

export const metadata: Metadata = { title: "Not permitted" };

export default function UploadForbidden() {
  return (
    <div className="mx-auto flex max-w-dialog flex-col items-center gap-2 px-4 py-20 text-center">
      <Icon name="shield-alert" className="mb-1 size-7 text-muted" />
      <h1 tabIndex={-1} className="text-xl font-semibold tracking-tight outline-none">
        Only admins can upload batch files
      </h1>
      <p className="text-muted">
        A batch file creates payouts and emails their recipients. Ask an admin of your organization to upload the file.
      </p>
      <SoftLink href="/batches" className={`mt-4 ${buttonStyle("primary")}`}>
        Go to the batches
      </SoftLink>
    </div>
  );
}
