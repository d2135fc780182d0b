/** One message's way through services, and what else belongs to its trace or conversation. */
import { type JournalEntry, traceIdOf } from "#messaging";
import type { System } from "../system/model.js";
import type { Journey, Latest, ServiceState, Step, Way } from "./answers.js";
import type { AskJournals, Told } from "./ask-services.js";
import { inOrder, type Sighting } from "./in-order.js";
import { namer } from "./names.js";

/** A trace that began with one id leads to other ids, those to further ones, and so on: so often. */
const mostRounds = 4;

export interface Follower {
  /** By message id, correlation id, trace id, or the value of an idempotency key. */
  follow(id: string): Promise<Way>;
  /** The newest first. */
  latest(limit: number): Promise<Latest>;
}

export function createFollower(system: System, ask: AskJournals): Follower {
  const named = namer(system);
  const stepOf = (sighting: Sighting): Step => {
    const { traceparent } = sighting;
    return { ...sighting, names: named(sighting), ...(traceparent !== undefined && { traceId: traceIdOf(traceparent) }) };
  };
  return {
    async follow(id) {
      const told = await askAround(ask, id);
      return { services: statesOf(told), steps: inOrder(told).map(stepOf) };
    },
    async latest(limit) {
      const told = await ask();
      return { services: statesOf(told), journeys: journeysOf(inOrder(told).map(stepOf), limit) };
    },
  };
}

const statesOf = (told: readonly Told[]): readonly ServiceState[] => told.map(({ application, state }) => ({ application, state }));

async function askAround(ask: AskJournals, id: string): Promise<readonly Told[]> {
  let ids = new Set([id]);
  let told = await ask(ids);
  for (let round = 1; round < mostRounds; round++) {
    const wider = new Set([...ids, ...told.flatMap(({ entries }) => entries.flatMap(idsOf))]);
    if (wider.size === ids.size) break;
    ids = wider;
    told = await ask(ids);
  }
  return told;
}

/** What else belongs to it is found by its trace, and by its conversation; by its own id where it has no trace. */
const idsOf = ({ traceparent, correlationId, messageId }: JournalEntry): readonly string[] =>
  [traceparent === undefined ? messageId : traceIdOf(traceparent), correlationId].filter((id) => id !== undefined && id !== "") as string[];

const troubles = ["failed", "dead-lettered", "retried", "requeued"] as const;

function journeysOf(steps: readonly Step[], limit: number): readonly Journey[] {
  const byId = new Map<string, [Step, ...Step[]]>();
  for (const step of steps) {
    const id = step.traceId ?? step.messageId;
    if (id === undefined) continue;
    const known = byId.get(id);
    if (known === undefined) byId.set(id, [step]);
    else known.push(step);
  }
  const journeys = [...byId].map(([id, own]) => journeyOf(id, own));
  return journeys.toSorted((one, other) => other.at - one.at).slice(0, limit);
}

function journeyOf(id: string, steps: readonly [Step, ...Step[]]): Journey {
  const [first] = steps;
  const trouble = troubles.find((one) => steps.some(({ outcome }) => outcome === one));
  const applications = [...new Set(steps.map(({ application }) => application))];
  const messages = new Set(steps.map(({ application, messageId, number }) => messageId ?? `${application} ${number}`)).size;
  return { id, at: first.at, first, applications, messages, ...(trouble !== undefined && { trouble }) };
}
