import { Card } from "@/app/_ui/card";
import type { Letter } from "@/lib/email";

/** Both forms of a message. The html stands in a frame without scripts, forms or navigation. */
export function MessageView({ letter, masked }: { letter: Letter; masked: boolean }) {
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <section aria-labelledby="as-html" className="min-w-0">
        <h2 id="as-html" className="mb-2 font-medium">
          As most people see it
        </h2>
        <Card className="overflow-hidden">
          <iframe title="The message as html" sandbox="" srcDoc={letter.html} className="block h-160 w-full" />
        </Card>
      </section>
      <section aria-labelledby="as-text" className="min-w-0">
        <h2 id="as-text" className="mb-2 font-medium">
          As plain text
        </h2>
        <Card>
          <pre className="max-h-160 overflow-auto p-4 font-sans break-words whitespace-pre-wrap" tabIndex={0} aria-label="The message as plain text">
            {letter.text}
          </pre>
        </Card>
      </section>
      {masked && (
        <p className="text-sm text-muted lg:col-span-2">
          The recipient’s own link is hidden here: whoever has it can act as the recipient. The message is not stored; this is how it reads from what is known now.
        </p>
      )}
    </div>
  );
}
