import type { System } from "../../system/model.js";

/** Of a larger system only groups, applications and messages have pictures: those of all queues and exchanges would outweigh the rest. */
const mostNodes = 2_000;

/** Whether each queue and each exchange has a picture. */
export const isDrawn = ({ graph }: System): boolean => graph.nodes.length <= mostNodes;
