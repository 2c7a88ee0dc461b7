import type { World } from "./matrix-world";
import type { FormFields } from "./server-actions";

/**
 * `admin` and `viewer` belong to the organization of the requested records; `otherAdmin` is an admin of another one;
 * `settingUp` is an admin who must set up a second factor first.
 */
export const roles = ["signedOut", "settingUp", "viewer", "admin", "otherAdmin"] as const;
export type Role = (typeof roles)[number];

/**
 * The answer to a GET: the page (200), the sign-in page (307), the "not permitted" page (403), not found (404), the
 * home page (307), the page that sets up a second factor (307), a refusal for scripts (401), no answer to a GET (405), or the error page (500).
 */
export type RouteAnswer =
  | "shown"
  | "sign-in"
  | "set-up"
  | "forbidden"
  | "not-found"
  | "home"
  | "signed-out"
  | "no-get"
  | "fault";
/** The answer of an action: done, or the code of the refusal. */
export type ActionAnswer = "done" | "unauthenticated" | "forbidden" | "not_found" | "conflict" | "invalid";

export type PerRole<Answer> = Record<Role, Answer>;
export type RouteExpectation = {
  address: (world: World) => string;
  answers: PerRole<RouteAnswer> /** The methods that a route handler accepts besides GET. */;
  alsoTakes?: readonly string[];
};
export type ActionExpectation = {
  form: (world: World) => FormFields;
  answers: PerRole<ActionAnswer> /** The page that sends it, where all its pages are about one record. */;
  from?: (world: World) => string;
};

export const everyone = <Answer>(answer: Answer): PerRole<Answer> => ({
  signedOut: answer,
  settingUp: answer,
  viewer: answer,
  admin: answer,
  otherAdmin: answer,
});

/** A page for everyone who is signed in. */
export const staff: PerRole<RouteAnswer> = {
  ...everyone<RouteAnswer>("shown"),
  signedOut: "sign-in",
  settingUp: "set-up",
};
