import { edgeOnWhite, inkOn } from "@/lib/brand";

const ink = "#1f2933";
const quiet = "#52606d";
const line = "#e4e7eb";
const fontFamily = "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";
/** Long names, addresses and references must wrap, so that a phone needs no sideways scrolling. */
const anyLength = { overflowWrap: "anywhere", wordBreak: "break-word" } as const;

export const page = { backgroundColor: "#f5f7fa", fontFamily, margin: 0, padding: "24px 12px" };
/** A fixed layout, so that a long word does not widen the table. */
export const sheet = {
  backgroundColor: "#ffffff",
  border: `1px solid ${line}`,
  borderRadius: "8px",
  maxWidth: "560px",
  overflow: "hidden",
  tableLayout: "fixed",
} as const;
export const title = {
  ...anyLength,
  color: ink,
  fontSize: "22px",
  lineHeight: "30px",
  fontWeight: 600,
  margin: "0 0 16px",
};
export const body = { ...anyLength, color: ink, fontSize: "16px", lineHeight: "25px", margin: "0 0 16px" };
export const small = { ...anyLength, color: quiet, fontSize: "14px", lineHeight: "21px", margin: "0 0 12px" };
export const rule = { borderColor: line, margin: "24px 0" };
export const digits = {
  color: ink,
  fontSize: "32px",
  lineHeight: "40px",
  fontWeight: 600,
  letterSpacing: "4px",
  margin: "0 0 16px",
};

/** The style of a button in the organization's color. */
export const button = (color: string) => ({
  backgroundColor: color,
  border: `1px solid ${edgeOnWhite(color)}`,
  borderRadius: "6px",
  color: inkOn(color),
  fontSize: "16px",
  fontWeight: 600,
  padding: "12px 20px",
});
