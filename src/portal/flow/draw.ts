import type { Address, Block, Flow, Page, Picture } from "../content/model.js";
import { fitFlow } from "./fit.js";
import type { LayoutStore } from "./kept-layouts.js";
import { layOutFrames } from "./stack.js";
import { flowSvg } from "./svg.js";
import { flowInWords } from "./words.js";

/** Draws a flow for a page, whose links then lead from there. The same flow gives the same picture, byte for byte, with a store and without. */
export async function drawFlow(flow: Flow, from: Address, store?: LayoutStore): Promise<Picture> {
  const fit = fitFlow(flow);
  const layout = await layOutFrames(fit.shape, store);
  return { kind: "picture", caption: flow.caption, svg: flowSvg(flow, fit, layout, from), steps: flowInWords(flow) };
}

/** The page with every flow of it drawn, in sections too. */
export async function drawPage(page: Page, store?: LayoutStore): Promise<Page> {
  return { ...page, blocks: await drawBlocks(page.blocks, page.address, store) };
}

const drawBlocks = (blocks: readonly Block[], from: Address, store?: LayoutStore): Promise<readonly Block[]> =>
  Promise.all(blocks.map((block) => drawBlock(block, from, store)));

async function drawBlock(block: Block, from: Address, store?: LayoutStore): Promise<Block> {
  if (block.kind === "section") return { ...block, blocks: await drawBlocks(block.blocks, from, store) };
  if (block.kind !== "flow") return block;
  if (block.nodes.length > 0) return await drawFlow(block, from, store);
  return { kind: "note", tone: "plain", text: [`${block.caption}: nothing, by these documents.`] };
}
