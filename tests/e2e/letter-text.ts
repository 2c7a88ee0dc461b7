import { closeDb } from "@/db/client";
import { emailFacts } from "@/lib/emails/facts";
import { writeLetter } from "@/lib/emails/render";

// Writes the text of an email as it leaves to the output. A program of its own, because the browser tests' runner makes
// nothing that React could render.
const [organizationId = "", emailId = ""] = process.argv.slice(2);
const facts = await emailFacts(organizationId, emailId);
await closeDb();
if (!facts) throw new Error("no such email");
process.stdout.write((await writeLetter(facts)).text);
