/** `invalid`: an address that cannot be right; `unreachable`; `refused`: user, password or rights; `missing`: no such thing there; `unexpected`: any other answer. */
export type ManagementErrorCode = "invalid" | "unreachable" | "refused" | "missing" | "unexpected";

/** The management API could not be asked, or gave no usable answer. The message is one plain sentence without a password in it. */
export class ManagementError extends Error {
  override readonly name = "ManagementError";
  readonly code: ManagementErrorCode;

  constructor(code: ManagementErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
