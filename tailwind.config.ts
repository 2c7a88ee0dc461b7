import type { Config } from "tailwindcss";

/** Every colour stands once, for light and dark together; the browser picks by `color-scheme`. */
const both = (light: string, dark: string) => `light-dark(${light}, ${dark})`;

/**
 * A status tone: the ink on the page or on its own soft ground, the ground, and a solid for marks that carry no text.
 */
const tone = (ink: string, soft: string, solid: string) => ({ DEFAULT: ink, soft, solid });

export default {
  content: ["./app/**/*.{ts,tsx}"],
  theme: {
    colors: {
      transparent: "transparent",
      current: "currentColor",
      canvas: both("#f6f6f7", "#0b0c0e"),
      surface: both("#ffffff", "#131519"),
      sunken: both("#f1f1f3", "#1b1e23"),
      line: both("#e3e4e8", "#2a2d34"),
      edge: both("#8b919c", "#6d7480"),
      ink: both("#17191e", "#eef0f3"),
      muted: both("#575d69", "#a0a7b3"),
      solid: both("#1c1f26", "#eef0f3"),
      "on-solid": both("#ffffff", "#131519"),
      "solid-hover": both("#363b45", "#cfd4db"),
      focus: both("#2a62d9", "#86adff"),
      shade: both("#17191e66", "#000000b3"),
      // An organization's own colour, and the ink that stands out on it; set by the recipient's page.
      brand: `var(--brand, ${both("#1c1f26", "#eef0f3")})`,
      "on-brand": `var(--on-brand, ${both("#ffffff", "#131519")})`,
      // In place of the brand where it could not be read; without one, the ink.
      "brand-link": `var(--brand-link, ${both("#17191e", "#eef0f3")})`,
      // What logos are made for, in light and dark.
      paper: "#ffffff",
      "on-paper": "#17191e",
      success: tone(both("#0b6840", "#6bd6a1"), both("#e5f4ec", "#11281d"), both("#2f9e6b", "#3fae7c")),
      progress: tone(both("#1f4fae", "#94b8ff"), both("#e8eefb", "#16213a"), both("#5585dd", "#5585dd")),
      danger: tone(both("#a8231a", "#ff9c92"), both("#fcebe9", "#371917"), both("#d4493e", "#dd5d52")),
      warning: tone(both("#7d4d00", "#f0bb6c"), both("#fcf1dd", "#2f2310"), both("#d99a2b", "#d99a2b")),
      neutral: tone(both("#4b525e", "#adb4bf"), both("#edeef1", "#22262c"), both("#a3a9b4", "#6d7480")),
    },
    fontSize: {
      xs: ["0.75rem", "1.125rem"],
      sm: ["0.8125rem", "1.25rem"],
      base: ["0.875rem", "1.375rem"],
      lg: ["1rem", "1.5rem"],
      xl: ["1.25rem", "1.75rem"],
      "2xl": ["1.5rem", "2rem"],
      "3xl": ["1.875rem", "2.25rem"],
    },
    extend: {
      aria: { current: 'current="page"', invalid: 'invalid="true"' },
      fontFamily: {
        sans: [
          "var(--font-latin)",
          "var(--font-latin-ext)",
          "var(--font-vietnamese)",
          "var(--font-cyrillic)",
          "var(--font-greek)",
          "system-ui",
          "sans-serif",
        ],
      },
      borderRadius: { card: "0.625rem", control: "0.4375rem" },
      boxShadow: { raised: "0 1px 2px 0 rgb(0 0 0 / 0.05)", floating: "0 8px 30px rgb(0 0 0 / 0.18)" },
      maxWidth: { page: "80rem", prose: "42rem", dialog: "28rem", recipient: "32rem", phone: "24.375rem" },
      spacing: { sidebar: "14rem" },
    },
  },
} satisfies Config;
