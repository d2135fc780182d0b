import type { Finding, Standing } from "#compatibility";
import type { Badge, Note } from "../content/model.js";

const badges: Readonly<Record<Standing, Badge>> = {
  proved: { kind: "badge", tone: "good", text: "proved" },
  broken: { kind: "badge", tone: "bad", text: "refused" },
  unknown: { kind: "badge", tone: "doubtful", text: "not proved" },
};

/** Whether the consumer takes all such messages: that is proved, it refuses some, or neither could be shown. */
export const standingBadge = (standing: Standing): Badge => badges[standing];

const tones = { error: "bad", warning: "doubtful", note: "plain" } as const;

/** What is found about a place of the documents. */
export const findingNote = ({ severity, message }: Pick<Finding, "severity" | "message">): Note => ({
  kind: "note",
  tone: tones[severity],
  text: [message],
});
