import { type Application, answerOf, type Operation, type Problem, requestOf } from "#contract";

/** Replies for which there is nothing to generate: said aloud, since a silent loss would look like a complete contract. */
export const repliesLeftOut = (application: Application): Problem[] =>
  application.operations.flatMap((operation) => {
    const { key, reply } = operation;
    const lack = reply === undefined ? undefined : lackOf(operation);
    if (reply === undefined || lack === undefined) return [];
    const instead = operation.action === "send" ? "it is sent without waiting for an answer" : "its handler answers nothing";
    const message = `The reply of "${key}" is not generated: ${lack}. For now ${instead}.`;
    return [{ ...reply.location, severity: "warning", code: "reply-not-generated", message }];
  });

/** What a reply does not say, and what would help. */
function lackOf(operation: Operation): string | undefined {
  const { channel, messages = [] } = operation.reply ?? {};
  if (operation.action === "send" && requestOf(operation) === undefined) {
    return channel === undefined
      ? "it names neither a channel nor an address; give it an address, or a channel that is: queue"
      : `nobody could read it; give its reply channel "${channel.key}" is: queue`;
  }
  if (operation.action === "receive" && answerOf(operation) === undefined) {
    return channel === undefined
      ? "it names neither a channel nor an address"
      : `nothing says where it goes; give the parameters of its reply channel "${channel.key}" a location or a default`;
  }
  return messages.length === 0 ? "it has no messages" : undefined;
}
