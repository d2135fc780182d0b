/** Dead letters: which queues hold them, what is in them and why, and ways out of them that lose nothing. */
export { type Desk, type DeskOptions, openDesk, UnknownQueueError } from "./desk.js";
export type { DiscardOptions, DiscardReport } from "./discard.js";
export { inTurn } from "./in-turn.js";
export type { Death, Letter } from "./letter.js";
export { type DeadLetterQueue, type DeadLetterSource, deadLetterQueues } from "./queues.js";
export type { Repair } from "./repair.js";
export type { ReplayOptions, ReplayOutcome, ReplayReport } from "./replay.js";
export type { Selection } from "./select.js";
export type { GlanceOptions, OpenLetter, ShownLetter, ShowOptions, ShowReport } from "./show.js";
export type { LetterFault, Verdict } from "./verdict.js";
export type { WalkReport } from "./walk.js";
