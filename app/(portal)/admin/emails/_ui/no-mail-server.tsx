import { Notice } from "@/app/_ui/notice";
import { mailConfigured } from "@/lib/mail/smtp";

/** Why nothing leaves, and what to do about it; nothing where a mail server is set. */
export function NoMailServer() {
  if (mailConfigured()) return null;
  return (
    <Notice tone="warning" title="No mail server is set, so no email leaves">
      <p>
        Emails wait here as queued, and you can read each one. To send them, set{" "}
        <code className="font-medium">SMTP_URL</code> to your mail server, for example{" "}
        <code className="break-words">smtp://name:password@mail.example.com:587</code>, and start Meridian again. What
        is still worth sending then leaves by itself.
      </p>
    </Notice>
  );
}
