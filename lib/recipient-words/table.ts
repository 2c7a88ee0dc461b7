import type { Language } from "@/lib/recipient-words/languages";
import { closed as closedAr } from "./ar/closed";
import { emails as emailsAr } from "./ar/emails";
import { page as pageAr } from "./ar/page";
import { refusals as refusalsAr } from "./ar/refusals";
import { closed as closedDe } from "./de/closed";
import { emails as emailsDe } from "./de/emails";
import { page as pageDe } from "./de/page";
import { refusals as refusalsDe } from "./de/refusals";
import { closed } from "./en/closed";
import { emails } from "./en/emails";
import { page } from "./en/page";
import { refusals } from "./en/refusals";
import { closed as closedEs } from "./es/closed";
import { emails as emailsEs } from "./es/emails";
import { page as pageEs } from "./es/page";
import { refusals as refusalsEs } from "./es/refusals";
import { closed as closedFr } from "./fr/closed";
import { emails as emailsFr } from "./fr/emails";
import { page as pageFr } from "./fr/page";
import { refusals as refusalsFr } from "./fr/refusals";
import { closed as closedPt } from "./pt/closed";
import { emails as emailsPt } from "./pt/emails";
import { page as pagePt } from "./pt/page";
import { refusals as refusalsPt } from "./pt/refusals";
import type { Words } from "./words";

/** The sentences of every language. Facts are given as they are written in that language; see `formats.ts`. */
export const recipientWords: Record<Language, Words> = {
  en: { page, closed, emails, refusals },
  es: { page: pageEs, closed: closedEs, emails: emailsEs, refusals: refusalsEs },
  fr: { page: pageFr, closed: closedFr, emails: emailsFr, refusals: refusalsFr },
  de: { page: pageDe, closed: closedDe, emails: emailsDe, refusals: refusalsDe },
  pt: { page: pagePt, closed: closedPt, emails: emailsPt, refusals: refusalsPt },
  ar: { page: pageAr, closed: closedAr, emails: emailsAr, refusals: refusalsAr },
};
