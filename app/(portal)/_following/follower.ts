const pollMs = 10_000;
/** While something waits to be shown: how soon after the person let go of the page. */
const waitingMs = 1_000;
const markedMs = 6_000;
/** Windows of time move on without an event, so a page is read again when it is as old as this. */
const staleMs = 300_000;

/** What a person has open, has selected, points at, or is at by the keyboard: nothing moves then. */
const inUse = "main table:hover, main table :focus-visible, dialog[open], :popover-open, main table input:checked";

/** Asks again and again whether anything changed, and then shows it in place, or offers to while the page is in use. */
export class Follower {
  #timer = 0;
  #changed = false;
  #stopped = false;
  #touchedAt = 0;
  #shownAt = performance.now();
  /** The rows before a refresh of this page's own. */
  #before: Map<string, string> | null = null;

  constructor(
    private readonly bar: HTMLElement,
    private since: string,
    private readonly refresh: () => void,
  ) {
    document.addEventListener("visibilitychange", this.#look);
    for (const name of touches) addEventListener(name, this.#touch, { capture: true, passive: true });
    this.#next(pollMs);
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    document.removeEventListener("visibilitychange", this.#look);
    for (const name of touches) removeEventListener(name, this.#touch, { capture: true });
  }

  /** The page shows what there was when this event was the latest. */
  shows(since: string): void {
    this.since = since;
    this.#changed = false;
    this.#shownAt = performance.now();
    const before = this.#before;
    this.#before = null;
    if (before) this.#say(spoken(mark(before)));
    else this.#say();
  }

  #touch = () => {
    this.#touchedAt = performance.now();
  };

  #next(ms: number): void {
    clearTimeout(this.#timer);
    if (!this.#stopped) this.#timer = window.setTimeout(this.#look, ms);
  }

  #look = () => void this.#follow();

  /** A page that nobody sees asks nothing; it asks at once when it is seen again. */
  async #follow(): Promise<void> {
    if (document.hidden || this.#stopped) return;
    if (!this.#changed) await this.#ask();
    const stale = performance.now() - this.#shownAt > staleMs;
    if ((this.#changed || stale) && !this.#isInUse()) this.#show();
    else if (this.#changed) this.#offer();
    this.#next(this.#changed ? waitingMs : pollMs);
  }

  async #ask(): Promise<void> {
    const answer = await fetch(`/changes?since=${this.since}`, { cache: "no-store" }).catch(() => null);
    if (answer?.status === 401) {
      this.stop();
      const here = encodeURIComponent(location.pathname + location.search);
      this.#say("You are signed out, so this page no longer follows. ", linkTo("Sign in", `/sign-in?next=${here}`));
    }
    this.#changed = answer?.status === 200;
  }

  #isInUse(): boolean {
    const typed = [...document.querySelectorAll<HTMLInputElement>("main :is(input, textarea)")];
    return (
      performance.now() - this.#touchedAt < waitingMs ||
      document.querySelector(inUse) !== null ||
      getSelection()?.isCollapsed === false ||
      document.activeElement?.matches("input, textarea, select") === true ||
      typed.some((one) => one.value !== one.defaultValue || one.checked !== one.defaultChecked)
    );
  }

  #show = () => {
    this.#before = rows();
    this.#changed = false;
    this.#shownAt = performance.now();
    this.refresh();
  };

  #offer(): void {
    if (this.bar.querySelector("button")) return;
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Show" });
    button.addEventListener("click", this.#show);
    this.#say("New changes · ", button);
  }

  #say(...what: (string | Node)[]): void {
    this.bar.replaceChildren(...what);
  }
}

const touches = ["keydown", "pointerdown", "wheel", "touchmove"];

function linkTo(words: string, href: string): HTMLAnchorElement {
  return Object.assign(document.createElement("a"), { href, textContent: words });
}

/** The rows of the page's lists, by where they lead, and what each says: an exact time in place of a relative one. */
function rows(mark?: (row: HTMLElement, key: string, says: string) => void): Map<string, string> {
  const found = new Map<string, string>();
  for (const row of document.querySelectorAll<HTMLElement>("main tbody tr:has(.row-link)")) {
    const copy = row.cloneNode(true) as HTMLElement;
    for (const stamp of copy.querySelectorAll<HTMLElement>(".stamp")) stamp.textContent = stamp.title;
    const key = row.querySelector<HTMLAnchorElement>(".row-link")!.pathname;
    found.set(key, copy.textContent);
    mark?.(row, key, copy.textContent);
  }
  return found;
}

/** Marks the rows that are new or say something else than before; returns how many. */
function mark(before: Map<string, string>): number {
  let marked = 0;
  rows((row, key, says) => {
    if (before.get(key) === says) return;
    marked++;
    row.dataset.changed = "";
    setTimeout(() => delete row.dataset.changed, markedMs);
  });
  return marked;
}

function spoken(marked: number): HTMLElement {
  const words = marked === 0 ? "Updated" : `Updated: ${marked} ${marked === 1 ? "row" : "rows"} changed`;
  return Object.assign(document.createElement("span"), { className: "sr-only", textContent: words });
}
