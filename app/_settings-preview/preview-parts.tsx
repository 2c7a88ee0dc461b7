import { Card } from "@/app/_ui/card";

/** The sample email. `unread`: labels of the settings that are shown as saved, because what was typed cannot be read. */
export type PreviewedLetter = {
  from: string;
  replyTo: string;
  subject: string;
  html: string;
  text: string;
  unread: string[];
};

export const sampleWords =
  "A sample, at the width of a phone: no such payout exists, and nobody gets this. What you have not saved is shown too.";

/** Whom the email is from, where answers go, and its subject. */
export const LetterHead = ({ letter }: { letter: PreviewedLetter }) => (
  <dl className="mb-2 flex flex-col gap-0.5 text-sm break-words">
    {(["from", "replyTo", "subject"] as const).map((part) => (
      <div key={part} className="flex gap-2">
        <dt className="w-16 shrink-0 text-muted">{headWords[part]}</dt>
        <dd className="min-w-0">{letter[part]}</dd>
      </div>
    ))}
  </dl>
);

const headWords = { from: "From", replyTo: "Reply to", subject: "Subject" };

const frame = "block h-160 w-full max-w-phone rounded-card border border-line bg-paper";

/** The message in a frame without scripts, forms, navigation, or anything of this page. */
export const LetterBody = ({ letter }: { letter: PreviewedLetter }) => (
  <iframe title="The sample email" sandbox="" srcDoc={letter.html} className={frame} />
);

export const LetterText = ({ letter }: { letter: PreviewedLetter }) => (
  <Card className="max-w-phone">
    <pre
      role="group"
      aria-label="The sample email as text"
      tabIndex={0}
      className="max-h-160 overflow-y-auto p-4 font-sans break-words whitespace-pre-wrap"
    >
      {letter.text}
    </pre>
  </Card>
);

/** The recipient's page in a frame without scripts. It is of the same origin, so that it has its stylesheet. */
export const RecipientPage = ({ query }: { query: string }) => (
  <iframe
    title="The sample recipient’s page"
    sandbox="allow-same-origin"
    src={`/admin/settings/preview/recipient?${query}`}
    className={frame}
  />
);
