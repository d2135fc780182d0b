/** A message that somebody writes: checked as the runtime checks it, without being sent. */
import { randomUUID } from "node:crypto";
import { valueChecker } from "#codegen";
import type { Message, Schema } from "#contract";
import {
  encode,
  encodeRequest,
  MessagingError,
  type OutgoingMessage,
  parseBody,
  planRequest,
  type SendRequest,
  type Validator,
} from "#messaging";
import type { DraftFault } from "./answers.js";
import { isRequest, type Sendable } from "./descriptors.js";
import { lostNumbers } from "./numbers.js";

/** What somebody wrote. */
export interface Draft {
  /** Name of the message. */
  readonly message: string;
  /** JSON text. */
  readonly payload: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly correlationId?: string;
  readonly priority?: number;
  readonly expirationMs?: number;
}

/** `outgoing`: the message as it would leave, where there is no fault. */
export type Checked =
  | { readonly faults: readonly [DraftFault, ...DraftFault[]] }
  | { readonly faults: readonly []; readonly outgoing: OutgoingMessage; readonly payload: unknown };

export const appId = "warren-portal";

/** Checks drafts of one message of an operation: by the runtime's own encoder; where that refuses, every fault is told, and not only the first. */
export function draftChecker(operation: Sendable, message: Message, schemas: ReadonlyMap<string, Schema>): (draft: Draft) => Checked {
  const payloadFaults = lazily(() => valueChecker(message.payload, schemas));
  const headerFaults = lazily(() => valueChecker(message.headers ?? "", schemas));
  return (draft) => {
    const watched = watch(operation);
    let lost: readonly DraftFault[] = [];
    try {
      const payload = parseBody({ body: Buffer.from(draft.payload) });
      lost = lostNumbers(draft.payload);
      const outgoing = encoded(watched.operation, draft, payload);
      const [first, ...others] = lost;
      return first === undefined ? { faults: [], outgoing, payload } : { faults: [first, ...others] };
    } catch (error) {
      if (!(error instanceof MessagingError)) throw error;
      const { refused } = watched;
      const why = plain(error.message, operation);
      if (refused === undefined) return { faults: [{ part: "message", pointer: "", sentence: why }, ...lost] };
      const faults = (refused.part === "payload" ? payloadFaults : headerFaults)()(refused.value);
      const [first = { pointer: "", sentence: why }, ...others] = faults;
      return { faults: [faultOf(refused.part, first), ...others.map((fault) => faultOf(refused.part, fault)), ...lost] };
    }
  };
}

const faultOf = (part: "payload" | "headers", fault: Pick<DraftFault, "pointer" | "sentence" | "keyword">): DraftFault => {
  const { pointer, sentence, keyword } = fault;
  return { part, pointer, sentence, ...(keyword !== undefined && { keyword }) };
};

const lazily = <T>(make: () => T): (() => T) => {
  let made: T | undefined;
  return () => (made ??= make());
};

function encoded(operation: Sendable, draft: Draft, payload: unknown): OutgoingMessage {
  const id = randomUUID();
  const request = requestOf(draft, id);
  return isRequest(operation)
    ? encodeRequest(planRequest(operation, "portal"), draft.message, payload, request, id, { appId })
    : encode(operation, draft.message, payload, request, { appId });
}

/** What is said of the message besides its payload. */
export function requestOf({ headers, parameters, correlationId, priority, expirationMs }: Draft, messageId: string): SendRequest {
  const given = { headers, parameters, correlationId, priority, expirationMs };
  return { messageId, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) };
}

interface Watched {
  /** The operation with validators that note what they refuse: the payload with what the runtime fills in. */
  readonly operation: Sendable;
  refused?: { readonly part: "payload" | "headers"; readonly value: unknown };
}

/** `callNames` are for calls in code; here properties have the names that they have on the wire. */
function watch({ callNames: _, ...operation }: Sendable): Watched {
  const watched: Watched = {
    operation: {
      ...operation,
      messages: operation.messages.map((message) => ({
        ...message,
        payload: noting(message.payload, (value) => (watched.refused = { part: "payload", value })),
        ...(message.headers && { headers: noting(message.headers, (value) => (watched.refused = { part: "headers", value })) }),
      })),
    },
  };
  return watched;
}

function noting(validator: Validator, note: (value: unknown) => void): Validator {
  const watching: Validator = (value): value is unknown => {
    const isValid = validator(value);
    watching.errors = validator.errors ?? null;
    if (!isValid) note(value);
    return isValid;
  };
  return watching;
}

/** A sentence without the operation's name, which stands above the form. */
export const plain = (text: string, { id }: Pick<Sendable, "id">): string => {
  const rest = text.startsWith(`operation ${id} `) ? `The operation ${text.slice(`operation ${id} `.length)}` : text;
  return `${rest.charAt(0).toUpperCase()}${rest.slice(1)}${rest.endsWith(".") ? "" : "."}`;
};
