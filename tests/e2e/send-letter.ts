import { closeDb } from "@/db/client";
import { emailFacts } from "@/lib/emails/facts";
import { writeLetter } from "@/lib/emails/render";
import { closeMail } from "@/lib/mail/pool";
import { sendLetter } from "@/lib/mail/smtp";

// Sends one email to the mail server of SMTP_URL, as the worker would: Playwright's loader cannot render messages.
const [organizationId = "", emailId = ""] = process.argv.slice(2);
const facts = await emailFacts(organizationId, emailId);
const letter = facts && (await writeLetter(facts));
if (!letter) throw new Error("There is nothing to send.");
const { outcome } = await sendLetter(letter);
closeMail();
await closeDb();
if (outcome !== "sent") throw new Error(outcome);
