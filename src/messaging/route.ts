import type { HandlerContext, Received, ReceiveOperation, Route } from "./descriptors.js";

/** Ties a typed handler to its operation. The runtime hands it only messages that the operation's validators passed. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- its bound is what refuses a handler of anything but messages
export const route = <M extends Received<string, unknown, unknown>, P>(
  operation: ReceiveOperation,
  handle: (message: M, context: HandlerContext<P>) => Promise<void>,
): Route<P> => ({
  operation,
  // The validators named in `operation` are what makes a `Received` an `M`; the compiler cannot see that.
  handle: handle as unknown as Route<P>["handle"],
});
