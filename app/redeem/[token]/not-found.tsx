import { Icon } from "@/app/_ui/icon";
import { PageHeading } from "@/app/_recipient/page-heading";
import { RecipientFrame } from "@/app/_recipient/recipient-frame";

export default function UnknownLink() {
  return (
    <RecipientFrame>
      <span className="mb-4 inline-flex rounded-full bg-neutral-soft p-3 text-neutral">
        <Icon name="circle-question-mark" className="size-7" />
      </span>
      <PageHeading>We do not know this link</PageHeading>
      <p className="mt-3">
        A part of the link may be missing. This happens when a long address is broken into two lines. Open the link from
        the email again, or copy the whole address.
      </p>
      <p className="mt-3">
        If you have several emails about the payout, use the latest one. If it still does not work, write to the company
        named in that email; they can help you.
      </p>
    </RecipientFrame>
  );
}
