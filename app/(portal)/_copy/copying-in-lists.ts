import { toast } from "@/app/_ui/toast";
import { copyText } from "./copy-text";

/** What of a row is copied: references and addresses, which are cut off after two lines, and what says so itself. */
const copied = ".two-lines, .recipient, [data-copy]";
const buttonPx = 24;
const gapPx = 2;

const textOf = (element: HTMLElement) => element.dataset.copy || (element.textContent ?? "");
const isShown = (element: HTMLElement) => element.checkVisibility() && textOf(element) !== "";

/** The buttons of the row that is pointed at, or that has the focus. No other row has any. */
let row: HTMLElement | null = null;
let buttons: HTMLButtonElement[] = [];

function buttonFor(element: HTMLElement, within: HTMLElement): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy-in-row icon-copy";
  const text = textOf(element);
  button.setAttribute("aria-label", `Copy ${text}`);
  button.title = `Copy ${text}`;
  const range = document.createRange();
  range.selectNodeContents(element);
  const line = [...range.getClientRects()].at(-1) ?? element.getBoundingClientRect();
  const [cell, around] = [element.closest("td")!.getBoundingClientRect(), within.getBoundingClientRect()];
  // Behind the text; where that fills its cell, in the space between this cell and the next.
  button.style.left = `${Math.min(line.right + gapPx, cell.right - buttonPx / 2) - around.left}px`;
  button.style.top = `${line.top + line.height / 2 - buttonPx / 2 - around.top}px`;
  button.addEventListener("click", () => void copyText(text).then((done) => done && toast(`Copied ${text}`, true)));
  return button;
}

function showIn(next: HTMLElement | null) {
  if (next === row) return;
  for (const button of buttons) button.remove();
  row = next;
  const elements = next ? [...next.querySelectorAll<HTMLElement>(copied)].filter(isShown) : [];
  buttons = elements.map((element) => {
    const button = buttonFor(element, next!);
    element.closest("td")!.append(button);
    return button;
  });
}

const rowOf = ({ target }: Event) => (target instanceof Element ? target.closest<HTMLElement>("main tr.row") : null);

/** A finger does not hover; the page of each record has buttons of its own. */
const isFinger = (event: Event) => event instanceof PointerEvent && event.pointerType === "touch";

/**
 * Offers to copy references, ids and addresses in the rows of every list: a row gets its buttons when the pointer or the
 * focus comes into it, so that they cost a page nothing. They stand in their cells, next in the order of the Tab key.
 */
export function offerCopying(first: Event): void {
  const follow = (event: Event) => {
    const focused = row?.contains(document.activeElement) ?? false;
    const next = rowOf(event);
    // The buttons of a row that has the focus stay until the pointer comes into another one.
    if (!isFinger(event) && (next !== null || !focused)) showIn(next);
  };
  document.addEventListener("pointerover", follow);
  document.addEventListener("focusin", follow);
  follow(first);
}
