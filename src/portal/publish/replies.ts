/** Asks in the place of an application: on a reply queue of the portal's own, so that nobody else's answers are taken. */
import { randomBytes } from "node:crypto";
import { type ContractSet, deriveTopologies, type Topology } from "#contract";
import {
  type AskRequest,
  type Broker,
  type Journal,
  type Logger,
  MessagingError,
  type Received,
  type RequestOperation,
  type Requests,
  startRequests,
  type Trace,
  withTrace,
} from "#messaging";
import { appId } from "./draft.js";

export interface Requester {
  /** Resolves with the answer, rejects as the runtime's `Ask` does. Answers to the operation are consumed from its first request until the portal ends. */
  ask(broker: Broker, application: string, operation: RequestOperation, request: Asked): Promise<Received>;
}

export interface Asked {
  readonly message: string;
  readonly payload: unknown;
  readonly request: AskRequest;
  readonly trace: Trace;
}

/** Answers come to a queue that each instance has for itself; where all share one, another would get them. */
export const hasOwnReplies = ({ replies }: RequestOperation): boolean => replies.queue.includes("{instance}");

const silent: Logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

export function openRequester(contracts: ContractSet, journal: Journal, closing: AbortSignal): Requester {
  const open = new Map<string, Line>();
  closing.addEventListener("abort", () => {
    for (const { requests } of open.values()) void requests.stop({ graceMs: 0 });
  });
  const openLine = (broker: Broker, application: string, { callNames: _, ...operation }: RequestOperation): Line => {
    const topology = replyTopology(deriveTopologies(contracts).get(application), operation);
    const contract = { id: appId, requests: [operation], topology };
    const instance = `portal-${randomBytes(4).toString("hex")}`;
    return { operation, requests: startRequests({ broker, contract, instance, log: silent, journal }) };
  };
  return {
    async ask(broker, application, asked, { message, payload, request, trace }) {
      const key = JSON.stringify([application, asked.id]);
      const { requests, operation } = open.get(key) ?? openLine(broker, application, asked);
      open.set(key, { requests, operation });
      await requests.ready.catch((error: unknown) => {
        open.delete(key);
        throw error;
      });
      return withTrace(trace, () => requests.ask(operation, message, payload, request));
    },
  };
}

interface Line {
  /** As its properties are named on the wire. */
  readonly operation: RequestOperation;
  readonly requests: Requests;
}

/** Of what the application declares, where the answers come and where those go that nobody waits for: its other queues would fill while it does not run. */
function replyTopology(whole: Topology | undefined, { id, replies }: RequestOperation): Topology {
  if (whole === undefined) throw new MessagingError("bug", `nothing is known of the application of operation ${id}`);
  const bindings = whole.bindings.filter(({ queue }) => queue === replies.queue);
  const isNeeded = (name: string): boolean => bindings.some(({ exchange }) => exchange === name);
  return {
    ...whole,
    exchanges: whole.exchanges.filter(({ name }) => isNeeded(name)),
    queues: whole.queues.filter(({ name }) => name === replies.queue || name === replies.deadLetterQueue),
    bindings,
  };
}
