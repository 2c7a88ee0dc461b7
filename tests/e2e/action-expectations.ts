import {
  byHand,
  columnsOf,
  correctionFile,
  inDays,
  mappingOf,
  ofReason,
  onePixel,
  row,
  settingsOf,
} from "./action-forms";
import { accountActions } from "./account-expectations";
import { linkActions } from "./link-expectations";
import { everyone, type ActionAnswer, type ActionExpectation, type PerRole } from "./answers";
import type { World } from "./matrix-world";
import { viewActions } from "./view-expectations";

const ofAdmins = (answers: Partial<PerRole<ActionAnswer>> = {}): PerRole<ActionAnswer> => ({
  signedOut: "unauthenticated",
  settingUp: "unauthenticated",
  viewer: "forbidden",
  admin: "done",
  otherAdmin: "not_found",
  ...answers,
});
/** It creates something in the user's own organization, so another organization's admin creates it there. */
const making = ofAdmins({ otherAdmin: "done" });

/** Viewers may do it too: it changes nothing about a payout. */
const ofStaff: PerRole<ActionAnswer> = { ...ofAdmins(), viewer: "done" };
/** Everybody may do it for themselves. */
const forOneself: PerRole<ActionAnswer> = ofAdmins({ viewer: "done", otherAdmin: "done" });

const fromBatch = ({ batch }: World) => `/batches/${batch.id}`;
const fromRun = ({ running }: World) => `/runs/${running}`;
const inRuns = "app/(portal)/runs/actions.ts";
const fromPayout = ({ payout }: World) => `/payouts/${payout.id}`;
const fromLink = ({ token }: World) => `/redeem/${token}`;
const fromReview = ({ waiting }: World) => `/batches/${waiting.id}`;

const followUpOf = (name: string, form: ActionExpectation["form"], answers = ofAdmins()) => ({
  [`app/(portal)/_follow-up/actions.ts ${name}`]: { form, answers, from: fromPayout },
});
const ofPayout = ({ payout }: World) => ({ kind: "payout", id: payout.id });
const followUp: Record<string, ActionExpectation> = {
  ...followUpOf("assign", (world) => ({ ...ofPayout(world), assignee: world.bystander.id, seen: "" })),
  ...followUpOf("snooze", (world) => ({ ...ofPayout(world), until: inDays(3), day: "", seen: "" })),
  ...followUpOf("markHandled", (world) => ({ ...ofPayout(world), reason: "matrix" })),
  ...followUpOf("reopen", ({ handled }) => ({ kind: "payout", id: handled.id })),
  ...followUpOf("addNote", (world) => ({ ...ofPayout(world), noteId: world.noteId, text: "matrix" }), ofStaff),
  // Somebody else's note: a viewer can withdraw only their own.
  ...followUpOf("withdrawNote", ({ note }) => ({ noteId: note.id })),
};

const ofColumns = (name: string, form: ActionExpectation["form"] = columnsOf, answers = ofAdmins()) => ({
  [`app/(portal)/batches/[id]/columns/actions.ts ${name}`]: { form, answers, from: fromReview },
});

/** Every server action of the build, as "file export", with a form that is right for the organization's admin. */
export const actions: Record<string, ActionExpectation> = {
  "app/(auth)/sign-in/actions.ts signInAction": {
    form: ({ bystander, password }) => ({ email: bystander.email, password }),
    answers: everyone("done"),
  },
  "app/(auth)/sign-in/actions.ts signOutAction": { form: () => ({}), answers: everyone("done") },
  ...accountActions,
  ...linkActions,
  "app/redeem/[token]/actions.ts markOpened": { form: ({ token }) => ({ token }), answers: everyone("done") },
  "app/redeem/[token]/actions.ts sendCode": {
    form: ({ token }) => ({ token }),
    answers: everyone("done"),
    from: fromLink,
  },
  "app/redeem/[token]/actions.ts chooseLanguage": {
    form: () => ({ language: "es" }),
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
  "app/digests/stop/[token]/actions.ts stop": {
    form: ({ stopLink }) => ({ token: stopLink }),
    answers: everyone("done"),
    from: ({ stopLink }) => `/digests/stop/${stopLink}`,
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
  [`${inRuns} prepareRun`]: { form: ({ payout }) => ({ action: "resend", payout: payout.id }), answers: ofAdmins() },
  [`${inRuns} startRun`]: {
    form: ({ prepared }) => ({ runId: prepared, acts: "1" }),
    answers: ofAdmins(),
    from: fromRun,
  },
  [`${inRuns} stopRun`]: { form: ({ running }) => ({ runId: running }), answers: ofAdmins(), from: fromRun },
  ...followUp,
  ...viewActions(forOneself, { ...forOneself, otherAdmin: "not_found" }, ofAdmins),
  "app/(portal)/batches/by-hand/actions.ts createByHand": { form: byHand, answers: making },
  "app/(portal)/batches/actions.ts decide": {
    form: ({ waiting }) => ({ batchId: waiting.id, mode: "valid_rows" }),
    answers: ofAdmins(),
    from: fromReview,
  },
  ...ofColumns("preview"),
  ...ofColumns("choose"),
  // This batch came from a text file, which has no sheets.
  ...ofColumns("readSheet", (world) => ({ ...columnsOf(world), sheet: "Two" }), ofAdmins({ admin: "invalid" })),
  "app/(portal)/admin/mappings/actions.ts change": { form: mappingOf, answers: ofAdmins() },
  "app/(portal)/admin/mappings/actions.ts remove": { form: ({ mappingId }) => ({ mappingId }), answers: ofAdmins() },
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
  // They name no organization: an admin changes those of their own.
  "app/(portal)/admin/settings/actions.ts saveSettings": {
    form: ({ organization }) => settingsOf(organization),
    answers: making,
  },
  "app/(portal)/admin/settings/actions.ts saveLogo": {
    form: () => ({ seen: "", logo: onePixel }),
    answers: making,
  },
  // Where none is shown, none is removed, and nothing is wrong.
  "app/(portal)/admin/settings/actions.ts removeLogo": { form: () => ({ seen: "" }), answers: making },
  "app/(portal)/admin/settings/columns/actions.ts saveColumn": {
    form: ({ column }) => ({ columnId: column.id, seen: "0", label: "Matrix", place: "1" }),
    answers: ofAdmins(),
  },
  "app/(portal)/admin/settings/actions.ts sendTest": { form: () => ({}), answers: making },
  // They look for the address in their own organization, where nobody has it.
  "app/(portal)/admin/erasure/actions.ts erase": {
    form: ({ mark }) => ({ address: `${mark}@nowhere.example`, typed: `${mark}@nowhere.example` }),
    answers: ofAdmins({ admin: "conflict", otherAdmin: "conflict" }),
  },
  "app/(portal)/admin/users/actions.ts invite": {
    form: ({ mark }) => ({ name: "Matrix", email: `${mark}@example.com`, role: "viewer" }),
    answers: making,
  },
  "app/(portal)/admin/users/actions.ts resendInvitation": {
    form: ({ invitee }) => ({ userId: invitee.id }),
    answers: ofAdmins(),
  },
  "app/(portal)/admin/users/actions.ts revoke": {
    form: ({ invitee }) => ({ userId: invitee.id }),
    answers: ofAdmins(),
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
  "app/(portal)/admin/users/actions.ts unlink": {
    form: ({ linked }) => ({ userId: linked.id }),
    answers: ofAdmins(),
  },
  "app/(portal)/admin/users/actions.ts resetFactor": {
    form: ({ factored }) => ({ userId: factored.id }),
    answers: ofAdmins(),
  },
};
