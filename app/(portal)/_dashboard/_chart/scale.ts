import { scaleLinear } from "d3-scale";

/** A bar this many times as high as those of usual days would leave nothing to see of them. */
const muchHigher = 6;
/** Up to here, a bar of one is high enough to be seen. */
const seenWhole = 10;

/** `top`: the end of the axis. `ticks`: round numbers from 0 to `top`. A value above `top` is drawn as a broken bar. */
type ChartScale = { top: number; ticks: number[] };

/**
 * A scale from 0 that a few huge days do not flatten: it ends above the highest of the usual days, and days above that
 * are cut off. Usual are days up to six times what three quarters of the days with anything do not exceed, so at most
 * a quarter of those days is cut off.
 * @param values one for each day
 * @param whole whether the ticks must be whole numbers
 */
export function chartScale(values: readonly number[], whole: boolean): ChartScale {
  const filled = values.filter((value) => value > 0).sort((a, b) => a - b);
  const threeQuarters = filled[Math.floor((filled.length - 1) * 0.75)] ?? 0;
  const usual = filled.filter((value) => value <= Math.max(threeQuarters * muchHigher, seenWhole));
  const scale = scaleLinear()
    .domain([0, usual.at(-1) ?? 1])
    .nice(3);
  const ticks = scale.ticks(3).filter((tick) => !whole || Number.isInteger(tick));
  return { top: scale.domain()[1]!, ticks };
}
