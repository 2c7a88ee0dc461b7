import { scaleLog } from "d3-scale";

export type Series = { name: string; points: { x: number; y: number }[] };
type Plot = { title: string; unit: string; series: readonly Series[] };

const WIDTH = 720;
const HEIGHT = 400;
const LEFT = 70;
const RIGHT = 200;
const TOP = 44;
const BOTTOM = 48;
/** Told apart by people who see colors differently, on white. */
const colors = ["#1d4ed8", "#b45309", "#047857", "#be185d", "#6d28d9", "#475569"];

/** A picture of cost against size, both by powers of ten: what does not grow is level. */
export function plot({ title, unit, series }: Plot): string {
  const all = series.flatMap(({ points }) => points);
  const x = scaleLog()
    .domain([50_000, 20_000_000])
    .range([LEFT, WIDTH - RIGHT]);
  const least = 10 ** Math.floor(Math.log10(Math.min(1, ...all.map(({ y }) => y))));
  const most = 10 ** Math.ceil(Math.log10(Math.max(10, ...all.map(({ y }) => y))));
  const y = scaleLog()
    .domain([least, most])
    .range([HEIGHT - BOTTOM, TOP]);
  const decades = Array.from({ length: Math.round(Math.log10(most / least)) + 1 }, (_, power) => least * 10 ** power);
  const place = (scale: (value: number) => number, value: number) => Math.round(scale(value) * 10) / 10;
  const across = decades.map(
    (value) =>
      `<path d="M${LEFT} ${place(y, value)}H${WIDTH - RIGHT}" stroke="#d4d4d8"/><text x="${LEFT - 8}" y="${place(y, value) + 4}" text-anchor="end">${count(value)}</text>`,
  );
  const along = [100_000, 1_000_000, 10_000_000].map(
    (value) =>
      `<path d="M${place(x, value)} ${TOP}V${HEIGHT - BOTTOM}" stroke="#e4e4e7"/><text x="${place(x, value)}" y="${HEIGHT - BOTTOM + 20}" text-anchor="middle">${count(value)}</text>`,
  );
  const heights = apart(series.map(({ points }) => place(y, points.at(-1)?.y ?? least)));
  const lines = series.map(({ name, points }, index) => {
    const color = colors[index % colors.length]!;
    const places = points.map((point) => [place(x, point.x), place(y, point.y)] as const);
    const dots = places.map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="4" fill="${color}"/>`);
    return `<path d="M${places.map((each) => each.join(" ")).join("L")}" fill="none" stroke="${color}" stroke-width="2"/>${dots.join("")}<text x="${WIDTH - RIGHT + 8}" y="${heights[index]! + 4}" fill="${color}">${name}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12" fill="#3f3f46" role="img" aria-label="${title}">
<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>
<text x="${LEFT}" y="24" font-size="15" font-weight="600">${title}</text>
${[...across, ...along, ...lines].join("\n")}
<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 8}" text-anchor="middle">payouts in the database; one organization has half of them</text>
<text x="14" y="${(TOP + HEIGHT - BOTTOM) / 2}" text-anchor="middle" transform="rotate(-90 14 ${(TOP + HEIGHT - BOTTOM) / 2})">${unit}</text>
</svg>
`;
}

const count = (value: number) => value.toLocaleString("en-US");

/** The heights of the names, moved so that none covers another. */
function apart(heights: readonly number[]): number[] {
  const moved = [...heights];
  let free = TOP;
  for (const { index } of heights.map((height, index) => ({ height, index })).sort((a, b) => a.height - b.height)) {
    moved[index] = Math.max(free, heights[index]!);
    free = moved[index]! + 16;
  }
  return moved;
}
