import {
  everyone,
  staff,
  type ActionAnswer,
  type ActionExpectation,
  type PerRole,
  type RouteAnswer,
  type RouteExpectation,
} from "./answers";

/** The pages of signing in with a second factor, and of the own account. */
export const accountRoutes: Record<string, RouteExpectation> = {
  // Nobody's password was given before, so it leads back.
  "/sign-in/code": {
    address: () => "/sign-in/code",
    answers: { ...everyone<RouteAnswer>("home"), signedOut: "sign-in", settingUp: "sign-in" },
  },
  // The portal of the tests has no identity provider; oidc.spec.ts has one of its own.
  "/sign-in/oidc": { address: () => "/sign-in/oidc", answers: everyone("no-get"), alsoTakes: ["POST"] },
  "/sign-in/oidc/callback": { address: () => "/sign-in/oidc/callback", answers: everyone("not-found") },
  "/sign-in/oidc/refused": { address: () => "/sign-in/oidc/refused", answers: everyone("not-found") },
  "/second-factor": {
    address: () => "/second-factor",
    answers: { ...everyone<RouteAnswer>("shown"), signedOut: "sign-in" },
  },
  "/account": { address: () => "/account", answers: staff },
};

/** What people do with their own account, whatever their role; and what they may do before all else. */
const ofStaff = (answer: ActionAnswer): PerRole<ActionAnswer> => ({
  ...everyone(answer),
  signedOut: "unauthenticated",
  settingUp: "unauthenticated",
});
const ofSettingUp = (answer: ActionAnswer): PerRole<ActionAnswer> => ({ ...ofStaff(answer), settingUp: answer });

const passkeyAnswer = JSON.stringify({ id: "AAAA", rawId: "AAAA", type: "public-key", response: {} });

/** Their actions. */
export const accountActions: Record<string, ActionExpectation> = {
  // Nobody's password was given before.
  "app/(auth)/sign-in/actions.ts codeAction": {
    form: () => ({ code: "123456" }),
    answers: everyone("unauthenticated"),
  },
  // The portal of the tests has a number for its address, so it offers no passkeys.
  "app/(auth)/sign-in/actions.ts beginPasskeyAction": { form: () => ({}), answers: everyone("not_found") },
  "app/(auth)/sign-in/actions.ts passkeyAction": {
    form: () => ({ answer: passkeyAnswer }),
    answers: everyone("unauthenticated"),
  },
  "app/(portal)/account/actions.ts saveName": { form: ({ mark }) => ({ name: mark }), answers: ofStaff("done") },
  "app/(portal)/account/actions.ts saveDisplay": {
    form: () => ({ theme: "system", displayZone: "" }),
    answers: ofStaff("done"),
  },
  "app/(portal)/account/actions.ts changePassword": {
    form: () => ({ present: "not the present one", password: "another long password" }),
    answers: ofStaff("invalid"),
  },
  // Somebody else's.
  "app/(portal)/account/actions.ts endSession": {
    form: ({ bystander }) => ({ sessionId: bystander.id }),
    answers: ofStaff("not_found"),
  },
  "app/(portal)/account/actions.ts signOutElsewhere": { form: () => ({}), answers: ofStaff("done") },
  // Nothing is being set up yet, and nobody who asks has one.
  "app/_second-factor/actions.ts confirmFactor": {
    form: () => ({ code: "123456" }),
    answers: ofSettingUp("conflict"),
  },
  "app/_second-factor/actions.ts renewCodes": { form: () => ({ code: "123456" }), answers: ofStaff("invalid") },
  "app/_second-factor/actions.ts turnFactorOff": {
    form: () => ({ password: "not the present one", code: "123456" }),
    answers: ofStaff("invalid"),
  },
  "app/_second-factor/actions.ts beginOwnPasskey": {
    form: () => ({ name: "Laptop", password: "not the present one" }),
    answers: ofSettingUp("invalid"),
  },
  // This browser asked for nothing.
  "app/_second-factor/actions.ts finishOwnPasskey": {
    form: () => ({ name: "Laptop", answer: passkeyAnswer }),
    answers: ofSettingUp("invalid"),
  },
  // Somebody else's.
  "app/_second-factor/actions.ts nameOwnPasskey": {
    form: ({ bystander }) => ({ id: bystander.id, name: "Laptop" }),
    answers: ofStaff("not_found"),
  },
  "app/_second-factor/actions.ts removeOwnPasskey": {
    form: ({ bystander }) => ({ id: bystander.id, password: "not the present one" }),
    answers: ofStaff("invalid"),
  },
  "app/_second-factor/actions.ts setUpFactor": { form: () => ({}), answers: ofSettingUp("done") },
  "app/_second-factor/actions.ts leaveFactor": { form: () => ({}), answers: ofSettingUp("done") },
};
