import { refresh } from "next/cache";
import { headers } from "next/headers";
import { unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import { assertAdmin, isAdmin, type RecipientActor, type UserActor } from "@/lib/actor";
import { currentActor, currentOrigin, currentRequestId, currentWriter, currentWriterSettingUp } from "./auth";
import { DomainError, TooManyRequests, type ErrorCode } from "@/lib/errors";
import { logFault } from "@/lib/fault";
import { readInput } from "@/lib/input";
import { fallbackLanguage, languageOfTag } from "@/lib/recipient-words/languages";
import { RecipientRefusal } from "@/lib/recipient-words/refusal";
import { recipientWords } from "@/lib/recipient-words/table";
import type { Words } from "@/lib/recipient-words/words";
import { currentExchange } from "./exchange";
import { actorOfLink } from "./link-actor";
import { formValues } from "./form-values";
import { recordDenied } from "./access-events";
import { keepLastWrite } from "./own-writes";
import { requestedPathHeader } from "./request-headers";

/** What a server action answers, ready for `useActionState`. `fault` is an error of the portal, never of the person. */
export type ActionResult<T = undefined> = { ok: true; message: string; value: T | undefined } | Refusal;
type Refusal = {
  ok: false;
  code: ErrorCode | "fault";
  message: string;
  field?: string;
  /** What is wrong with each field, where several are at fault. */
  problems?: Partial<Record<string, string>>;
  /** What was typed into the fields the action names in `keep`, for a form that is shown again without JavaScript. */
  typed?: Record<string, string>;
};

type Done<T> = { message: string; value?: T };
type Act<S extends z.ZodType, T> = (actor: UserActor, input: z.output<S>) => Promise<Done<T>>;
/**
 * `keep`: fields whose text a refusal gives back. Never a password. `reads`: it changes nothing, so the page stays as
 * it is. `stale`: refusals after which it does not. `words`: those for a recipient in their language.
 */
type Options = { keep?: readonly string[]; reads?: boolean; stale?: ReadonlySet<ErrorCode>; words?: Words };
/** `sent` is a form when it comes from a page of ours, and may be anything when it does not. */
type Action<T> = (previous: ActionResult<T> | null, sent: FormData) => Promise<ActionResult<T>>;

/** Refusals that mean that the screen is out of date. */
const staleCodes: ReadonlySet<ErrorCode> = new Set(["conflict", "not_found"]);

async function signedIn(found: Promise<UserActor | null>): Promise<UserActor> {
  const actor = await found;
  if (!actor) throw new DomainError("unauthenticated", "You are signed out. Sign in again, then repeat what you did.");
  return actor;
}

/** What the browser sends is a form; anything else comes from no page of ours. */
function sentForm(sent: unknown): FormData {
  if (sent instanceof FormData) return sent;
  throw new DomainError("invalid", "This is not a form that the portal can read. Load the page again, then repeat it.");
}

/** Whether it is how Next.js leads to another page. That page, and what stands around it, must show what was done. */
function leadsAway(error: unknown): boolean {
  try {
    unstable_rethrow(error);
    return false;
  } catch {
    return true;
  }
}

async function refusal(error: unknown, { stale, words }: Required<Pick<Options, "stale" | "words">>): Promise<Refusal> {
  if (error instanceof DomainError) {
    if (stale.has(error.code)) refresh();
    if (error instanceof TooManyRequests) currentExchange().retryAfterS = error.retryAfterS;
    const { code, field } = error;
    const { message, problems } = error instanceof RecipientRefusal ? error.in(words) : error;
    return { ok: false, code, message, field, problems };
  }
  const requestId = await currentRequestId();
  logFault("action", requestId, error);
  return { ok: false, code: "fault", message: words.refusals.fault({ number: requestId }) };
}

function typedInto(formData: FormData, fields: readonly string[]): Record<string, string> {
  const typed = fields.map((field) => [field, formData.get(field)] as const);
  return Object.fromEntries(typed.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

/** `admit` runs before the form is read, `leave` after all that was done, also when it was refused half-way. */
type Gate<A> = { admit: (formData: FormData) => Promise<A>; leave?: (who: A) => Promise<void> };

function action<S extends z.ZodType, T, A>(
  schema: S,
  { admit, leave }: Gate<A>,
  act: (who: A, input: z.output<S>) => Promise<Done<T>>,
  { keep = [], reads = false, stale = staleCodes, words = recipientWords[fallbackLanguage] }: Options = {},
): Action<T> {
  const done = async <D>(who: A, work: () => Promise<D>) => {
    try {
      return await work();
    } finally {
      await leave?.(who);
    }
  };
  return async (_previous, sent) => {
    currentExchange().actionBegan = true;
    try {
      const formData = sentForm(sent);
      const who = await admit(formData);
      const { message, value } = await done(who, () => act(who, readInput(schema, formValues(formData))));
      if (!reads) refresh();
      return { ok: true, message, value };
    } catch (error) {
      if (!reads && leadsAway(error)) refresh();
      unstable_rethrow(error);
      const refused = await refusal(error, { stale, words });
      return keep.length > 0 && sent instanceof FormData ? { ...refused, typed: typedInto(sent, keep) } : refused;
    }
  };
}

async function admin(found: Promise<UserActor | null>): Promise<UserActor> {
  const actor = await signedIn(found);
  if (!isAdmin(actor)) await recordDenied(actor, (await headers()).get(requestedPathHeader) ?? "");
  assertAdmin(actor);
  return actor;
}

/**
 * A server action for admins: a viewer is refused before the form is read. The form is parsed by `schema`; what
 * `act` throws as a DomainError becomes a typed refusal; on success the current page is rendered anew in the same
 * response.
 */
export function adminAction<S extends z.ZodType, T = undefined>(
  schema: S,
  act: Act<S, T>,
  options?: Options,
): Action<T> {
  const gate = options?.reads
    ? { admit: () => admin(currentActor()) }
    : { admit: () => admin(currentWriter()), leave: keepLastWrite };
  return action(schema, gate, act, options);
}

/**
 * The same for every signed-in user: what a viewer may do too, such as writing a note. What each of them may do, `act`
 * has to check.
 */
export function userAction<S extends z.ZodType, T = undefined>(
  schema: S,
  act: Act<S, T>,
  options?: Options,
): Action<T> {
  return action(schema, { admit: () => signedIn(currentWriter()), leave: keepLastWrite }, act, options);
}

/** The same for setting up a second factor: also for somebody who may do nothing else before they have one. */
export function settingUpAction<S extends z.ZodType, T = undefined>(
  schema: S,
  act: Act<S, T>,
  options?: Options,
): Action<T> {
  return action(schema, { admit: () => signedIn(currentWriterSettingUp()), leave: keepLastWrite }, act, options);
}

/** The same for everyone, signed in or not: the sign-in form. `act` gets the form alone and no actor. */
export function visitorAction<S extends z.ZodType, T = undefined>(
  schema: S,
  act: (input: z.output<S>) => Promise<Done<T>>,
  options?: Options,
): Action<T> {
  return action(schema, { admit: async () => undefined }, (_nobody, input) => act(input), options);
}

async function recipient(formData: FormData): Promise<RecipientActor> {
  const token = String(formData.get("token"));
  const actor = await actorOfLink(token, await currentRequestId(), await currentOrigin());
  if (!actor) throw new RecipientRefusal("not_found", ({ refusals }) => refusals.unknownLink);
  return actor;
}

/** The recipient's page asks for the proof again once it has run out. */
const staleForRecipients: ReadonlySet<ErrorCode> = new Set([...staleCodes, "unauthenticated"]);

/** The forms of the recipient's page say in which language it is. */
const languageOfForm = (sent: unknown) =>
  (sent instanceof FormData ? languageOfTag(String(sent.get("language"))) : null) ?? fallbackLanguage;

/** The same for the recipient whose link the form carries as `token`; what is wrong, they are told in the language of their page. */
export function recipientAction<S extends z.ZodType, T = undefined>(
  schemaIn: (refusals: Words["refusals"]) => S,
  act: (actor: RecipientActor, input: z.output<S>, words: Words) => Promise<Done<T>>,
  options?: Omit<Options, "stale" | "words">,
): Action<T> {
  return (previous, sent) => {
    const words = recipientWords[languageOfForm(sent)];
    const inWords = action(schemaIn(words.refusals), { admit: recipient }, (who, input) => act(who, input, words), {
      ...options,
      stale: staleForRecipients,
      words,
    });
    return inWords(previous, sent);
  };
}
