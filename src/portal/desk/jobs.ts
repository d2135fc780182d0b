/** Replays and discards under way, and the latest that are over. They go on when the page that asked for them is closed. */
import { randomUUID } from "node:crypto";
import type { Desk, DiscardReport, ReplayOptions, ReplayReport, Selection } from "#dead-letters";
import type { JobAnswer } from "./answers.js";

export interface JobPlan {
  readonly action: JobAnswer["action"];
  readonly queue: string;
  readonly meant: number;
  readonly options: Pick<ReplayOptions, "select" | "to" | "repair">;
}

export interface JobsOptions {
  readonly desk: Desk;
  /** Runs what concerns one queue one after the other. */
  readonly turns: (queue: string) => <T>(work: () => Promise<T>) => Promise<T>;
  /** Letters of these ids, out of a selection, are no longer in their queue. An id stands there for each of its letters. */
  readonly removed: (queue: string, ids: readonly string[], select: Selection) => void;
  readonly closing: AbortSignal;
}

/** How it ended, and the ids of the letters that were replayed or discarded, one for each. */
export interface JobEnd {
  readonly answer: JobAnswer;
  readonly ids: readonly string[];
}

interface Job {
  answer: JobAnswer;
  readonly stop: AbortController;
}

/** Jobs that are remembered after their end. */
const mostJobs = 20;
const mostRefusals = 20;

export class Jobs {
  readonly #options: JobsOptions;
  readonly #jobs = new Map<string, Job>();

  constructor(options: JobsOptions) {
    this.#options = options;
  }

  /** The latest first. */
  list(): readonly JobAnswer[] {
    return [...this.#jobs.values()].map(({ answer }) => answer).reverse();
  }

  /** Ends it after what is under way. False where there is no such job. */
  stop(id: string): boolean {
    const job = this.#jobs.get(id);
    job?.stop.abort();
    return job !== undefined;
  }

  /** Answers at once; `over` resolves with how it ended. */
  start(plan: JobPlan): { readonly answer: JobAnswer; readonly over: Promise<JobEnd> } {
    const { action, queue, meant } = plan;
    const counts = { done: 0, refused: 0, refusals: [], missing: 0 };
    const answer: JobAnswer = { id: randomUUID(), action, queue, state: "waiting", meant, ...counts, at: new Date().toISOString() };
    const job: Job = { answer, stop: new AbortController() };
    this.#jobs.set(answer.id, job);
    this.#forget();
    const over = this.#options.turns(queue)(() => this.#run(job, plan));
    return { answer, over };
  }

  async #run(job: Job, plan: JobPlan): Promise<JobEnd> {
    const { removed, closing } = this.#options;
    const signal = AbortSignal.any([job.stop.signal, closing]);
    const ids: string[] = [];
    const tell = (news: Partial<JobAnswer>): void => {
      job.answer = { ...job.answer, ...news };
    };
    tell({ state: "running" });
    try {
      const report = await this.#carryOut(plan, signal, job, ids);
      if (signal.aborted) tell({ state: "stopped" });
      else tell({ state: "done", missing: "ids" in plan.options.select ? report.missing.length : report.depth - report.looked });
    } catch (error) {
      tell({ state: "failed", problem: error instanceof Error ? error.message : String(error) });
    } finally {
      removed(plan.queue, ids, plan.options.select);
    }
    return { answer: job.answer, ids };
  }

  #carryOut({ action, queue, options }: JobPlan, signal: AbortSignal, job: Job, ids: string[]): Promise<ReplayReport | DiscardReport> {
    const finished = (id: string): void => {
      ids.push(id);
      job.answer = { ...job.answer, done: job.answer.done + 1 };
    };
    const refused = (id: string, reason: string): void => {
      const { refused: before, refusals } = job.answer;
      job.answer = { ...job.answer, refused: before + 1, refusals: [...refusals, { id, reason }].slice(0, mostRefusals) };
    };
    if (action === "discard")
      return this.#options.desk.discard(queue, { select: options.select, signal, onLetter: ({ id }) => finished(id) });
    return this.#options.desk.replay(queue, {
      ...options,
      signal,
      onLetter: ({ letter, result, reason }) => (result === "replayed" ? finished(letter.id) : refused(letter.id, reason ?? "")),
    });
  }

  #forget(): void {
    const over = [...this.#jobs].filter(([, { answer }]) => answer.state !== "waiting" && answer.state !== "running");
    for (const [id] of over.slice(0, Math.max(0, this.#jobs.size - mostJobs))) this.#jobs.delete(id);
  }
}
