/** The queue of requests that name an address and no channel: one for each running instance of the application. */
import { instanceMark } from "../addresses.js";
import type { Message, Operation, QueueChannel, SendOperation } from "../model.js";

/** How long an answer is worth keeping, and a queue whose instance is gone; milliseconds. */
const answerMs = 60_000;
const queueMs = 300_000;

/** The queue channel that such requests of an application share; undefined where there are none. */
export function privateReplyChannel(applicationId: string, operations: readonly Operation[]): QueueChannel | undefined {
  const asking = operations.filter(needsQueue);
  const location = asking[0]?.reply.location;
  if (location === undefined) return undefined;
  const name = `${applicationId.replaceAll("/", ".")}.replies`;
  const messages = new Map<string, Message>(asking.flatMap(({ reply }) => reply.messages.map((message) => [message.key, message])));
  return {
    kind: "queue",
    key: `${name}.${instanceMark}`,
    address: null,
    description: "Answers to one running instance.",
    parameters: [],
    messages: [...messages.values()],
    queue: {
      name: `${name}.${instanceMark}`,
      durable: true,
      exclusive: false,
      autoDelete: false,
      arguments: { "x-message-ttl": answerMs, "x-expires": queueMs },
      location,
    },
    bindings: [],
    retryDelaysMs: [],
    deadLetterQueue: `${name}.dlq`,
    location,
  };
}

/** The operation, with the channel where it is one that needs it. */
export function awaitOn(channel: QueueChannel, operation: Operation): Operation {
  return needsQueue(operation) ? { ...operation, reply: { ...operation.reply, channel } } : operation;
}

function needsQueue(operation: Operation): operation is SendOperation & Required<Pick<SendOperation, "reply">> {
  const { action, reply } = operation;
  return action === "send" && reply !== undefined && reply.address !== undefined && reply.channel === undefined;
}
