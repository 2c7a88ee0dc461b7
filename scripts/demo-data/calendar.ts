import type { Random } from "./random";

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/**
 * Days and hours as an organization lives them. One offset for all of time: an hour more or less in winter shows
 * nowhere.
 */
export class Calendar {
  readonly #offsetMs: number;
  readonly #timeZone: string;

  constructor(timeZone: string, now: number) {
    this.#timeZone = timeZone;
    const wall = new Date(now).toLocaleString("sv-SE", { timeZone });
    this.#offsetMs = Math.round((Date.parse(`${wall.replace(" ", "T")}Z`) - now) / MINUTE_MS) * MINUTE_MS;
  }

  /** "2026-11-14" on this organization's wall. */
  date(at: number): string {
    return new Date(at).toLocaleDateString("sv-SE", { timeZone: this.#timeZone });
  }

  isWeekend(at: number): boolean {
    const day = new Date(at + this.#offsetMs).getUTCDay();
    return day === 0 || day === 6;
  }

  #hour(at: number): number {
    return new Date(at + this.#offsetMs).getUTCHours();
  }

  /** The same moment or a later one: recipients mostly sleep at night, and do half as much on weekends. */
  leisurely(random: Random, at: number): number {
    let moved = at;
    if (this.#hour(moved) < 6 && random.chance(0.8)) moved += random.int(6 * 60, 9 * 60) * MINUTE_MS;
    while (this.isWeekend(moved) && random.chance(0.4)) moved += DAY_MS;
    return moved;
  }

  /** The same moment or a later one, on a working day between 8 and 18: staff and banks. */
  working(random: Random, at: number): number {
    let moved = at;
    const hour = this.#hour(moved);
    if (hour >= 18) moved += (24 - hour + random.int(8, 11)) * HOUR_MS;
    if (hour < 8) moved += (8 - hour + random.int(0, 3)) * HOUR_MS;
    while (this.isWeekend(moved)) moved += DAY_MS;
    return moved;
  }
}
