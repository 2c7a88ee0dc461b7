const isBox = (target: EventTarget | null): target is HTMLInputElement =>
  target instanceof HTMLInputElement && target.matches("[data-select]");

const steps: Partial<Record<string, 1 | -1>> = { ArrowDown: 1, ArrowUp: -1 };

/**
 * How the boxes of a table are pressed: one by one, as a range, or all. The boxes hold what is selected. The table may
 * have one for all of them in its head.
 */
export class Chooser {
  /** From where a range reaches: the box that was last pressed alone. */
  #anchor: HTMLInputElement | null = null;

  /** @param changed gets the values of the boxes that are checked, in the order of their rows */
  constructor(
    readonly table: HTMLElement,
    readonly changed: (values: string[]) => void,
  ) {}

  /** Acts on a press or a key in the table. */
  take(event: Event) {
    const { target } = event;
    if (event instanceof KeyboardEvent) this.#key(event);
    else if (isBox(target)) this.#press(target, event instanceof MouseEvent && event.shiftKey);
    else if (target instanceof HTMLInputElement && target.matches("[data-select-all]")) this.choose(target.checked);
  }

  /** The focus goes back to the rows when it was in the bar, which is gone when nothing is selected. */
  choose(every: boolean) {
    const boxes = this.#boxes();
    for (const box of boxes) box.checked = every;
    if (!every && document.activeElement?.closest("[data-selection-bar]")) (this.#anchor ?? boxes[0])?.focus();
    this.read();
  }

  /** Says again what is selected, after rows came or went. */
  read() {
    const boxes = this.#boxes();
    const checked = boxes.filter((box) => box.checked);
    const head = this.table.querySelector<HTMLInputElement>("[data-select-all]");
    if (head) {
      head.checked = checked.length > 0 && checked.length === boxes.length;
      head.indeterminate = checked.length > 0 && !head.checked;
    }
    this.changed(checked.map(({ value }) => value));
  }

  #boxes = () => [...this.table.querySelectorAll<HTMLInputElement>("[data-select]")];

  /** The other boxes of a range become what the one at its end is. */
  #press(box: HTMLInputElement, isRange: boolean) {
    const boxes = this.#boxes();
    const [from, to] = [isRange && this.#anchor ? boxes.indexOf(this.#anchor) : -1, boxes.indexOf(box)];
    if (from === -1) this.#anchor = box;
    else for (const one of boxes.slice(Math.min(from, to), Math.max(from, to) + 1)) one.checked = box.checked;
    this.read();
  }

  #key(event: KeyboardEvent) {
    const { target, key, shiftKey } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || !(target instanceof Element)) return;
    const step = steps[key];
    if (step !== undefined && isBox(target)) {
      event.preventDefault();
      this.#move(target, step, shiftKey);
    } else if (key.toLowerCase() === "x") {
      const box = target.closest("tr")?.querySelector<HTMLInputElement>("[data-select]");
      if (!box) return;
      box.checked = !box.checked;
      this.#press(box, shiftKey);
    }
  }

  /** With Shift, the range from the anchor grows to the next box, or shrinks by the one that is left. */
  #move(box: HTMLInputElement, step: 1 | -1, isRange: boolean) {
    const boxes = this.#boxes();
    const at = boxes.indexOf(box);
    const next = boxes[at + step];
    if (!next) return;
    next.focus();
    if (!isRange) return;
    this.#anchor ??= box;
    const from = boxes.indexOf(this.#anchor);
    if (Math.abs(at + step - from) < Math.abs(at - from)) box.checked = false;
    else box.checked = next.checked = true;
    this.read();
  }
}
