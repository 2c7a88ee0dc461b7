import { everyone, type ActionExpectation, type RouteAnswer, type RouteExpectation } from "./answers";

const shown = everyone<RouteAnswer>("shown");

/** The pages by which people choose a password: the link is the permission, signed in or not. */
export const linkRoutes: Record<string, RouteExpectation> = {
  "/invitation/[token]": { address: ({ invitee }) => `/invitation/${invitee.token}`, answers: shown },
  "/forgotten-password": { address: () => "/forgotten-password", answers: shown },
  "/reset/[token]": { address: ({ forgetful }) => `/reset/${forgetful.token}`, answers: shown },
  // There are organizations, so there is no such page. It is tested in set-up.spec.ts.
  "/set-up/[token]": { address: () => "/set-up/any", answers: everyone("not-found") },
  "/reset/done": { address: () => "/reset/done", answers: shown },
};

/** Their actions. */
export const linkActions: Record<string, ActionExpectation> = {
  "app/(auth)/invitation/[token]/actions.ts join": {
    form: ({ invitee }) => ({ token: invitee.token, password: "seven otters on a raft" }),
    answers: everyone("done"),
    from: ({ invitee }) => `/invitation/${invitee.token}`,
  },
  "app/(auth)/reset/[token]/actions.ts choosePassword": {
    form: ({ forgetful }) => ({ token: forgetful.token, password: "seven otters on a raft" }),
    answers: everyone("done"),
    from: ({ forgetful }) => `/reset/${forgetful.token}`,
  },
  // There are organizations, so nothing is made.
  "app/(auth)/set-up/[token]/actions.ts makeFirstOrganization": {
    form: ({ mark }) => ({
      ...{ token: "any", organization: mark, timeZone: "UTC" },
      ...{ name: "Matrix", email: `${mark}@example.com`, password: "seven otters on a raft" },
    }),
    answers: everyone("not_found"),
    from: () => "/set-up/any",
  },
  "app/(auth)/forgotten-password/actions.ts askForNewPassword": {
    form: ({ mark }) => ({ email: `${mark}@example.com` }),
    answers: everyone("done"),
  },
};
