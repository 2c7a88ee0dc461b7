import { RecipientFrame } from "../_ui/recipient-frame";

export default function UnknownLink() {
  return (
    <RecipientFrame>
      <h1 tabIndex={-1} className="text-xl font-semibold tracking-tight outline-none">
        We do not know this link
      </h1>
      <p className="mt-3 text-lg">A part of it may be missing, which happens when a long address is broken over two lines. Open the link from the email again, or copy all of it.</p>
      <p className="mt-3 text-lg">If you have several emails about the payout, use the latest one. If it still does not work, write to the company named in that email; they can help you.</p>
    </RecipientFrame>
  );
}
