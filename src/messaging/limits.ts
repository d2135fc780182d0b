/** What a message may cost before anything looks at its meaning. */
export interface MessageLimits {
  /** Longest body, bytes. Checked before the body is parsed. @default 1048576 */
  readonly maxBodyBytes?: number;
  /** Deepest nesting of objects and arrays. @default 64 */
  readonly maxDepth?: number;
}

export const defaultLimits: Required<MessageLimits> = { maxBodyBytes: 1024 * 1024, maxDepth: 64 };

/** Fills in the defaults. Throws `RangeError` on anything but whole numbers above zero. */
export const fillLimits = (limits: MessageLimits = {}): Required<MessageLimits> => {
  const filled = { ...defaultLimits, ...limits };
  for (const [name, value] of Object.entries(filled)) {
    if (!Number.isSafeInteger(value) || value < 1) throw new RangeError(`limit ${name} must be a whole number above zero, not ${value}`);
  }
  return filled;
};
