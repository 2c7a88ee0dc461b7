import fc from "fast-check";
import { holds } from "./invariants";
import { createByFile, minuteMs, letTimePass, newPayout, type Happening, type Model, type Real } from "./story";
import { decisions } from "./decisions";
import { recipientSteps } from "./recipient-steps";
import { systemSteps } from "./system-steps";

class Step implements fc.AsyncCommand<Model, Real> {
  constructor(
    private readonly name: string,
    private readonly which: number,
    private readonly happen: Happening,
  ) {}

  check = ({ payouts }: Readonly<Model>) => payouts.length > 0;

  async run(model: Model, real: Real): Promise<void> {
    await this.happen(model, model.payouts[this.which % model.payouts.length]!, real);
    await holds(model, real);
  }

  toString = () => `${this.name}(${this.which})`;
}

class Create implements fc.AsyncCommand<Model, Real> {
  constructor(private readonly asksAnswer: boolean) {}

  check = ({ payouts }: Readonly<Model>) => payouts.length < 4;

  async run(model: Model, real: Real): Promise<void> {
    model.payouts.push(newPayout(await createByFile(real, this.asksAnswer), this.asksAnswer, model.now));
    await holds(model, real);
  }

  toString = () => `create(${this.asksAnswer ? "answer" : "code"})`;
}

class ClockMoves implements fc.AsyncCommand<Model, Real> {
  constructor(private readonly ms: number) {}

  check = () => true;

  async run(model: Model, real: Real): Promise<void> {
    await letTimePass(this.ms);
    model.now += this.ms;
    // The proof of verification is in the recipient's browser, whose clock has moved too.
    for (const payout of model.payouts) payout.proof = undefined;
    await holds(model, real);
  }

  toString = () => `clockMoves(${this.ms / minuteMs} min)`;
}

/** Uneven lengths, so that no two times of a story are ever equal. */
const leaps = [11 * minuteMs, 797 * minuteMs, 7 * 1_447 * minuteMs];

const happenings: Record<string, Happening> = { ...decisions, ...recipientSteps, ...systemSteps };

/** A story: what happens to payouts, in any order. */
export const stories = fc.commands(
  [
    fc.boolean().map((asksAnswer) => new Create(asksAnswer)),
    fc.constantFrom(...leaps).map((ms) => new ClockMoves(ms)),
    ...Object.entries(happenings).map(([name, happen]) => fc.nat(11).map((which) => new Step(name, which, happen))),
  ],
  { maxCommands: 20, size: "medium" },
);
