import { Card } from "@/app/_ui/card";
import type { Letter } from "@/lib/mail/smtp";
import { MessageFrame } from "./message-frame";

/** Why what the log shows is not what was sent, letter by letter. */
const hiddenWords = {
  recipient:
    "The recipient’s link is hidden here, because anyone who has it can act as the recipient. The message itself is not stored; it is shown as it would be written now.",
  user: "The message itself is not stored; it is shown as it would be written now. Links that only the user may have are hidden.",
};

type Props = { letter: Letter /** What is hidden: links of whom. */; hidden: keyof typeof hiddenWords | null };

/** The message as HTML and as plain text. */
export function MessageView({ letter, hidden }: Props) {
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <section aria-labelledby="as-html" className="min-w-0">
        <h2 id="as-html" className="mb-2 font-medium">
          HTML version
        </h2>
        <Card className="overflow-hidden">
          <MessageFrame html={letter.html} />
        </Card>
      </section>
      <section aria-labelledby="as-text" className="min-w-0">
        <h2 id="as-text" className="mb-2 font-medium">
          Plain text version
        </h2>
        <Card>
          <pre
            role="group"
            className="p-4 font-sans break-words whitespace-pre-wrap"
            aria-label="The message as plain text"
          >
            {letter.text}
          </pre>
        </Card>
      </section>
      {hidden && <p className="text-sm text-muted lg:col-span-2">{hiddenWords[hidden]}</p>}
    </div>
  );
}
