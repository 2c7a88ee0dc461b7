import { everyone, staff, type PerRole, type RouteAnswer, type RouteExpectation } from "./answers";

const admins: PerRole<RouteAnswer> = { ...staff, viewer: "forbidden" };
/** For scripts; like a page it changes nothing, and only admins see it. */
const polledByAdmins: PerRole<RouteAnswer> = { ...admins, signedOut: "signed-out", settingUp: "signed-out" };

/** The one page that the portal shows inside another of its pages. It is inert. */
export const shownWithin = "/admin/settings/preview/recipient";

/** The columns of files, the previews of the settings, and logos, which mail programs ask for. */
export const settingsRoutes: Record<string, RouteExpectation> = {
  "/admin/settings/columns": { address: () => "/admin/settings/columns", answers: admins },
  "/admin/settings/preview": { address: () => "/admin/settings/preview", answers: admins },
  [shownWithin]: { address: () => shownWithin, answers: admins },
  "/admin/settings/preview/letter": { address: () => "/admin/settings/preview/letter", answers: polledByAdmins },
  "/logos/[organization]/[hash]": {
    address: ({ organization }) => `/logos/${organization.id}/${"0".repeat(64)}`,
    answers: everyone("not-found"),
  },
};
