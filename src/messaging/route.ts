import type { Answer, HandlerContext, Received, ReceiveOperation, Route } from "./descriptors.js";

/**
 * Ties a typed handler to its operation. The runtime hands it only messages that the operation's validators passed. Where the
 * operation has one answer without headers of its own, the handler returns its payload; where it has more, an {@link Answer}.
 */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- its bound is what refuses a handler of anything but messages
export const route = <M extends Received<string, unknown, unknown>, P>(
  operation: ReceiveOperation,
  handle: (message: M, context: HandlerContext<P>) => Promise<unknown>,
): Route<P> => {
  // The validators named in `operation` are what makes a `Received` an `M`; the compiler cannot see that.
  const call = handle as unknown as Route<P>["handle"];
  const [only, ...others] = operation.reply?.messages ?? [];
  if (!only || others.length > 0 || only.headers) return { operation, handle: call };
  const { name } = only;
  return { operation, handle: async (message, context): Promise<Answer> => ({ name, payload: await call(message, context) }) };
};
