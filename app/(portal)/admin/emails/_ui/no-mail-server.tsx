import { Notice } from "@/app/_ui/notice";
import { mailConfigured } from "@/lib/mail/smtp";

/** Says why no email is sent and what to do; renders nothing where a mail server is configured. */
export function NoMailServer() {
  if (mailConfigured()) return null;
  return (
    <Notice tone="warning" title="No mail server is configured, so no email is sent">
      <p>
        Emails stay queued, and you can read each one here. To send them, set{" "}
        <code className="font-medium">SMTP_URL</code> to your mail server, for example{" "}
        <code className="break-words">smtp://name:password@mail.example.com:587</code>, and restart Meridian. Emails
        that are still needed are then sent automatically.
      </p>
    </Notice>
  );
}
