import { closeDb } from "@/db/client";
import { emailFacts } from "@/lib/emails/facts";
import { writeLetter } from "@/lib/emails/render";

// Writes the text of an email, as it is sent, to the output. It is a separate program, because the browser tests'
// runner cannot render React.
const [organizationId = "", emailId = ""] = process.argv.slice(2);
const facts = await emailFacts(organizationId, emailId);
const letter = facts && (await writeLetter(facts));
await closeDb();
if (!letter) throw new Error("no such email");
process.stdout.write(letter.text);
