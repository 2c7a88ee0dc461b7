import { byHand, correctionFile, inDays, ofReason, row, settingsOf } from "./action-forms";
import type { World } from "./matrix-world";
import type { FormFields } from "./server-actions";

/**
 * `admin` and `viewer` belong to the organization of the requested records; `otherAdmin` is an admin of another one.
 */
export const roles = ["signedOut", "viewer", "admin", "otherAdmin"] as const;
export type Role = (typeof roles)[number];

/**
 * The answer to a GET: the page (200), the sign-in page (307), the "not permitted" page (403), not found (404), the
 * home page (307), a refusal for scripts (401), no answer to a GET (405), or the error page (500).
 */
export type RouteAnswer = "shown" | "sign-in" | "forbidden" | "not-found" | "home" | "signed-out" | "no-get" | "fault";
/** The answer of an action: done, or the code of the refusal. */
export type ActionAnswer = "done" | "unauthenticated" | "forbidden" | "not_found" | "conflict";

type PerRole<Answer> = Record<Role, Answer>;
type RouteExpectation = {
  address: (world: World) => string;
  answers: PerRole<RouteAnswer> /** The methods that a route handler accepts besides GET. */;
  alsoTakes?: readonly string[];
};
type ActionExpectation = {
  form: (world: World) => FormFields;
  answers: PerRole<ActionAnswer> /** The page that sends it, where all its pages are about one record. */;
  from?: (world: World) => string;
};

const everyone = <Answer>(answer: Answer): PerRole<Answer> => ({
  signedOut: answer,
  viewer: answer,
  admin: answer,
  otherAdmin: answer,
});
const staff: PerRole<RouteAnswer> = { ...everyone<RouteAnswer>("shown"), signedOut: "sign-in" };
const admins: PerRole<RouteAnswer> = { ...staff, viewer: "forbidden" };
/** A record of one organization: for an admin of another one it does not exist. */
const own = (page: PerRole<RouteAnswer>): PerRole<RouteAnswer> => ({ ...page, otherAdmin: "not-found" });

/** Every page and route handler of the build. The matrix fails when one is missing here, or exists only here. */
export const routes: Record<string, RouteExpectation> = {
  "/": { address: () => "/", answers: staff },
  "/sign-in": { address: () => "/sign-in", answers: { ...everyone<RouteAnswer>("home"), signedOut: "shown" } },
  "/payouts": { address: () => "/payouts?changed=last-30d", answers: staff },
  "/payouts/[id]": { address: ({ payout }) => `/payouts/${payout.id}`, answers: own(staff) },
  "/payouts/export": { address: () => "/payouts/export?changed=last-30d", answers: staff },
  "/batches": { address: () => "/batches", answers: staff },
  "/batches/[id]": { address: ({ batch }) => `/batches/${batch.id}`, answers: own(staff) },
  "/batches/[id]/progress": {
    address: ({ batch }) => `/batches/${batch.id}/progress`,
    answers: { ...own(staff), signedOut: "signed-out" },
  },
  "/batches/[id]/refused": { address: ({ batch }) => `/batches/${batch.id}/refused`, answers: own(staff) },
  // The answers to a POST, by role and origin, are tested in batch-upload.spec.ts.
  "/batches/upload": { address: () => "/batches/upload", answers: everyone("no-get"), alsoTakes: ["POST"] },
  "/batches/by-hand": { address: () => "/batches/by-hand", answers: admins },
  "/batches/new": { address: () => "/batches/new", answers: admins },
  "/batches/new/example": { address: () => "/batches/new/example", answers: staff },
  "/batches/new/reference": { address: () => "/batches/new/reference", answers: staff },
  "/batches/new/template": { address: () => "/batches/new/template", answers: staff },
  "/admin/users": { address: () => "/admin/users", answers: admins },
  "/admin/audit-log": { address: () => "/admin/audit-log", answers: admins },
  "/admin/audit-log/export": { address: () => "/admin/audit-log/export?when=last-30d", answers: admins },
  "/admin/emails": { address: () => "/admin/emails", answers: admins },
  "/admin/settings": { address: () => "/admin/settings", answers: admins },
  "/admin/emails/[id]": { address: ({ email }) => `/admin/emails/${email.id}`, answers: own(admins) },
  // The recipient's page: anyone with the link sees it, signed in or not.
  "/redeem/[token]": { address: ({ token }) => `/redeem/${token}`, answers: everyone("shown") },
  // The reports that providers post there are tested in payments.spec.ts.
  "/api/providers/[provider]/reports": {
    address: () => "/api/providers/sandbox/reports",
    answers: everyone("no-get"),
    alsoTakes: ["POST"],
  },
  // For monitoring; its content is tested in health.spec.ts.
  "/api/health": { address: () => "/api/health", answers: everyone("shown") },
  "/icon.svg": { address: () => "/icon.svg", answers: everyone("shown") },
  "/_not-found": { address: () => "/no-such-page", answers: everyone("not-found") },
  // The framework's own page for when nothing else can be shown.
  "/_global-error": { address: () => "/_global-error", answers: everyone("fault") },
};

const ofAdmins = (answers: Partial<PerRole<ActionAnswer>> = {}): PerRole<ActionAnswer> => ({
  signedOut: "unauthenticated",
  viewer: "forbidden",
  admin: "done",
  otherAdmin: "not_found",
  ...answers,
});
/** It creates something in the user's own organization, so another organization's admin creates it there. */
const making = ofAdmins({ otherAdmin: "done" });

const fromBatch = ({ batch }: World) => `/batches/${batch.id}`;
const fromLink = ({ token }: World) => `/redeem/${token}`;
const fromReview = ({ waiting }: World) => `/batches/${waiting.id}`;

/** Every server action of the build, as "file export", with a form that is right for the organization's admin. */
export const actions: Record<string, ActionExpectation> = {
  "app/(auth)/sign-in/actions.ts signInAction": {
    form: ({ bystander, password }) => ({ email: bystander.email, password }),
    answers: everyone("done"),
  },
  "app/(auth)/sign-in/actions.ts signOutAction": { form: () => ({}), answers: everyone("done") },
  "app/redeem/[token]/actions.ts markOpened": { form: ({ token }) => ({ token }), answers: everyone("done") },
  "app/redeem/[token]/actions.ts sendCode": {
    form: ({ token }) => ({ token }),
    answers: everyone("done"),
    from: fromLink,
  },
  "app/redeem/[token]/actions.ts giveAnswer": {
    form: ({ answered }) => ({ token: answered.token, answer: answered.answer }),
    answers: everyone("done"),
    from: fromLink,
  },
  // Nobody is verified, so even the right form is refused.
  "app/redeem/[token]/actions.ts choose": {
    form: ({ token }) => ({
      token,
      method: "us_account",
      "us_account.holder": "Ada Byron",
      "us_account.routing_number": "021000021",
      "us_account.account_number": "12345678",
    }),
    answers: everyone("unauthenticated"),
    from: fromLink,
  },
  "app/(portal)/payouts/actions.ts cancel": {
    form: ({ payout }) => ({ payoutId: payout.id, reason: "matrix" }),
    answers: ofAdmins(),
  },
  "app/(portal)/payouts/actions.ts resend": { form: ({ payout }) => ({ payoutId: payout.id }), answers: ofAdmins() },
  "app/(portal)/payouts/actions.ts extend": {
    form: ({ payout }) => ({ payoutId: payout.id, expires_at: inDays(60) }),
    answers: ofAdmins(),
  },
  "app/(portal)/payouts/actions.ts changeEmail": {
    form: ({ payout, mark }) => ({ payoutId: payout.id, email: `${mark}@example.com` }),
    answers: ofAdmins(),
  },
  "app/(portal)/payouts/actions.ts resetAnswers": {
    form: ({ guessed }) => ({ payoutId: guessed.id }),
    answers: ofAdmins(),
  },
  "app/(portal)/payouts/actions.ts retry": {
    form: ({ undelivered }) => ({ payoutId: undelivered.id }),
    answers: ofAdmins(),
  },
  "app/(portal)/payouts/actions.ts reissue": { form: ({ failed }) => ({ payoutId: failed.id }), answers: ofAdmins() },
  "app/(portal)/batches/by-hand/actions.ts createByHand": { form: byHand, answers: making },
  "app/(portal)/batches/actions.ts decide": {
    form: ({ waiting }) => ({ batchId: waiting.id, mode: "valid_rows" }),
    answers: ofAdmins(),
    from: fromReview,
  },
  // This batch came from a text file, so it has no hidden rows to ask about.
  "app/(portal)/batches/actions.ts answerHidden": {
    form: ({ waiting }) => ({ batchId: waiting.id, answer: "skip" }),
    answers: ofAdmins({ admin: "conflict" }),
    from: fromReview,
  },
  "app/(portal)/batches/actions.ts discard": {
    form: ({ waiting }) => ({ batchId: waiting.id }),
    answers: ofAdmins(),
    from: fromReview,
  },
  "app/(portal)/batches/[id]/actions.ts checkRow": { form: row, answers: ofAdmins(), from: fromBatch },
  "app/(portal)/batches/[id]/actions.ts repair": { form: row, answers: ofAdmins(), from: fromBatch },
  "app/(portal)/batches/[id]/actions.ts repairTogether": {
    form: (world) => ({ batchId: world.batch.id, rows: JSON.stringify([row(world)]) }),
    answers: ofAdmins(),
    from: fromBatch,
  },
  "app/(portal)/batches/[id]/actions.ts retryRows": {
    form: ({ batch }) => ({ batchId: batch.id }),
    answers: ofAdmins(),
    from: fromBatch,
  },
  "app/(portal)/batches/[id]/actions.ts checkSuggestions": { form: ofReason, answers: ofAdmins(), from: fromBatch },
  "app/(portal)/batches/[id]/actions.ts applySuggestions": { form: ofReason, answers: ofAdmins(), from: fromBatch },
  "app/(portal)/batches/[id]/actions.ts setRowAside": {
    form: ({ batch, row }) => ({ batchId: batch.id, rowId: row.id, reason: "matrix" }),
    answers: ofAdmins(),
    from: fromBatch,
  },
  "app/(portal)/batches/[id]/actions.ts setReasonAside": {
    form: (world) => ({ ...ofReason(world), reason: "matrix" }),
    answers: ofAdmins(),
    from: fromBatch,
  },
  "app/(portal)/batches/[id]/actions.ts checkCorrection": {
    form: correctionFile,
    answers: ofAdmins(),
    from: fromBatch,
  },
  "app/(portal)/batches/[id]/actions.ts uploadCorrection": {
    form: correctionFile,
    answers: ofAdmins(),
    from: fromBatch,
  },
  // An admin can save only the settings of the own organization, and only from its present values.
  "app/(portal)/admin/settings/actions.ts saveSettings": {
    form: ({ organization }) => settingsOf(organization),
    answers: ofAdmins({ otherAdmin: "conflict" }),
  },
  "app/(portal)/admin/users/actions.ts addUser": {
    form: ({ mark, password }) => ({ name: "Matrix", email: `${mark}@example.com`, role: "viewer", password }),
    answers: making,
  },
  "app/(portal)/admin/emails/actions.ts noteBounce": {
    form: ({ email }) => ({ emailId: email.id, said: "550 No such mailbox" }),
    answers: ofAdmins(),
    from: ({ email }) => `/admin/emails/${email.id}`,
  },
  "app/(portal)/admin/users/actions.ts changeRole": {
    form: ({ bystander }) => ({ userId: bystander.id, role: "admin" }),
    answers: ofAdmins(),
  },
  "app/(portal)/admin/users/actions.ts deactivate": {
    form: ({ bystander }) => ({ userId: bystander.id }),
    answers: ofAdmins(),
  },
  "app/(portal)/admin/users/actions.ts reactivate": {
    form: ({ former }) => ({ userId: former.id }),
    answers: ofAdmins(),
  },
  "app/(portal)/admin/users/actions.ts setPassword": {
    form: ({ bystander }) => ({ userId: bystander.id, password: "another long password" }),
    answers: ofAdmins(),
  },
};

/** Whether a route shows a page; the others answer with a file, with data, or with the framework's own page. */
export const isPage = (route: string): boolean =>
  !/^\/(api|icon|_global)|\/(export|example|template|reference|upload|progress|refused)$/.test(route);
