import type { System } from "../../system/model.js";

/** Of a larger system only groups and applications have pictures: those of all messages and queues would outweigh the rest. */
const mostNodes = 1_000;

/** Whether each message, queue and exchange has a picture. */
export const isDrawn = ({ graph }: System): boolean => graph.nodes.length <= mostNodes;
