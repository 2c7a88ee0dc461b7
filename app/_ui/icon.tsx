/** Every icon. `npm run docs` draws them into icons.css, under these names of lucide. */
export type IconName =
  | "archive"
  | "arrow-down"
  | "arrow-down-wide-narrow"
  | "arrow-left"
  | "arrow-right"
  | "arrow-up"
  | "ban"
  | "check"
  | "chevron-down"
  | "chevron-left"
  | "chevron-right"
  | "circle-alert"
  | "circle-check"
  | "circle-minus"
  | "circle-question-mark"
  | "circle-x"
  | "clipboard-check"
  | "clock"
  | "copy"
  | "download"
  | "external-link"
  | "file-clock"
  | "file-plus"
  | "file-spreadsheet"
  | "file-up"
  | "globe"
  | "hand-coins"
  | "hourglass"
  | "inbox"
  | "info"
  | "layout-dashboard"
  | "loader-circle"
  | "log-out"
  | "mail"
  | "mail-warning"
  | "menu"
  | "pencil-line"
  | "plus"
  | "refresh-cw"
  | "rotate-cw"
  | "scan-search"
  | "scroll-text"
  | "search"
  | "search-x"
  | "send"
  | "settings"
  | "shield-alert"
  | "shield-x"
  | "sliders-horizontal"
  | "table-properties"
  | "triangle-alert"
  | "upload"
  | "user-plus"
  | "users"
  | "wand-sparkles"
  | "x";

/**
 * The class that draws an icon: alone, with `icon`, or before the text of a badge or a row's button. The drawings are
 * in the stylesheet, so that neither pages nor scripts carry them.
 */
export const iconClass = (name: IconName): string => `icon-${name}`;

/** An icon in the color of the text around it. It says nothing to screen readers. */
export const Icon = ({ name, className }: { name: IconName; className: string }) => (
  <span aria-hidden className={`icon ${iconClass(name)} ${className}`} />
);
