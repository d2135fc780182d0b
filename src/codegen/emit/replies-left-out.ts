import { type Application, answerOf, type Operation, type Problem, requestOf } from "#contract";
import { openParameters } from "./application-view.js";

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
  if (channel === undefined && operation.reply?.address === undefined)
    return "it names neither a channel nor an address, so that nobody knows where to answer; give it one";
  if (operation.action === "send" && requestOf(operation) === undefined)
    return `nobody could read its answers; give its reply channel "${channel?.key}" is: queue`;
  const answer = operation.action === "receive" ? answerOf(operation) : undefined;
  const open = answer === undefined ? [] : openParameters(answer);
  if (open.length > 0)
    return `nothing says the value of ${open.map(({ name }) => `"${name}"`).join(", ")} in the address of its reply channel; give the parameter a location or a default`;
  return messages.length === 0 ? "it has no messages" : undefined;
}
