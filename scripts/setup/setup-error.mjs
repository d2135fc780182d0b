// @ts-check
/** A problem whose message says everything the user needs: shown without a stack. */
export class SetupError extends Error {
  /** @override */
  name = "SetupError";
}
