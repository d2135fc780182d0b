/** What was broken before and still is, told apart from what a change broke. */
import type { ContractSet, SchemaNode } from "#contract";
import type { Fault, Proof } from "../routes/model.js";
import { type ComparedSchema, compare } from "../schema/compare.js";
import { sentMessage, takenMessage } from "./ends.js";
import type { Way } from "./model.js";

export interface Blame {
  /** The faults of a way that the change brought, or may have brought; undecided ones as `unknown`. */
  newFaults(way: Way, proof: Proof, before: Proof | undefined): readonly Fault[];
}

type Ends = Pick<Proof, "producer" | "consumer" | "message">;

export function createBlame(before: ContractSet, after: ContractSet, timeoutMs: number | undefined): Blame {
  const limits = timeoutMs === undefined ? {} : { timeoutMs };
  const producers = { "old-to-new": before, "new-to-old": after, "new-to-new": after };
  const consumers = { "old-to-new": after, "new-to-old": before, "new-to-new": after };

  /** Whether no message meets the fault that was not sent, and refused, before. */
  const isOld = (fault: Fault, way: Way, proof: Proof, old: Proof): boolean => {
    if (!old.faults.some(({ part }) => part === fault.part)) return false;
    if (fault.part !== "payload" && fault.part !== "headers") return old.faults.some((each) => isSame(each, fault));
    const now = idsOf(fault.part, proof, producers[way], consumers[way]);
    const then = idsOf(fault.part, proof, before, before);
    if (now === undefined || then === undefined) return false;
    const question = questions[way](now, then);
    const sent = withSchema(producers[way], question.sent);
    const taken = withSchema(question.takenIn === "before" ? before : consumers[way], question.taken);
    return compare(sent, taken, limits).verdict === "compatible";
  };

  return {
    newFaults: (way, proof, old) => (old === undefined ? proof.faults : proof.faults.filter((fault) => !isOld(fault, way, proof, old))),
  };
}

/** Ids of what is sent and of what is taken. */
interface Ids {
  readonly sent: string;
  readonly taken: string;
}

interface Question {
  readonly sent: SchemaNode;
  readonly taken: SchemaNode;
  readonly takenIn: "before" | "consumer";
}

const ref = (id: string): SchemaNode => ({ $ref: id });

/** In each way: is everything that is sent and refused now something that was sent and refused before? Put so that each side needs one set only. */
const questions: Readonly<Record<Way, (now: Ids, then: Ids) => Question>> = {
  "old-to-new": (now, then) => ({ sent: { allOf: [ref(then.sent), ref(then.taken)] }, taken: ref(now.taken), takenIn: "consumer" }),
  "new-to-old": (now, then) => ({ sent: ref(now.sent), taken: { anyOf: [ref(then.taken), ref(then.sent)] }, takenIn: "before" }),
  "new-to-new": (now, then) => ({
    sent: { allOf: [ref(now.sent), { not: ref(now.taken) }] },
    taken: { allOf: [ref(then.sent), { not: ref(then.taken) }] },
    takenIn: "before",
  }),
};

function withSchema({ schemas }: ContractSet, node: SchemaNode): ComparedSchema {
  const schemaId = "question#";
  const location = { file: "", line: 1, column: 1 };
  return { schemaId, schemas: new Map([...schemas, [schemaId, { id: schemaId, name: "Question", node, location }]]) };
}

function idsOf(part: "payload" | "headers", ends: Ends, producers: ContractSet, consumers: ContractSet): Ids | undefined {
  const message = sentMessage(producers, ends.producer, ends.message);
  const taken = message === undefined ? undefined : takenMessage(consumers, ends.consumer, message);
  const [sentId, takenId] = [message?.[part], taken?.[part]];
  return sentId === undefined || takenId === undefined ? undefined : { sent: sentId, taken: takenId };
}

const isSame = (a: Fault, b: Fault): boolean => a.part === b.part && a.standing === b.standing && a.reason === b.reason;
