/** Puts live figures on the flow pictures of a page. */
import type { ExchangeNow, QueueNow } from "../live/watch/answers.js";
import { type Now, troubleOf, watchNow } from "./now.js";

const svgSpace = "http://www.w3.org/2000/svg";

/** Follows as long as the page lives. Nothing where there is no picture. */
export function overlayPictures(): void {
  const pictures = [...document.querySelectorAll<SVGSVGElement>("svg.flow")].filter(
    (picture) => picture.querySelector("[data-node]") !== null,
  );
  if (pictures.length === 0) return;
  const lines = pictures.map((picture) => {
    const line = document.createElement("p");
    line.className = "live-line";
    (picture.closest("figure") ?? picture).before(line);
    return line;
  });
  watchNow((now) => {
    for (const line of lines) tell(line, now);
    for (const picture of pictures) draw(picture, now);
  });
}

function tell(line: HTMLElement, now: Now): void {
  const trouble = troubleOf(now);
  const text =
    trouble ??
    "Live. Messages in each queue, and messages a second. Where there is little room, r is ready, u unacked, w waiting for a retry, c consumers.";
  line.classList.toggle("bad", trouble !== undefined);
  if (line.textContent !== text) line.textContent = text;
}

function draw(picture: SVGSVGElement, now: Now): void {
  const isKnown = now.broker?.state === "up";
  for (const node of picture.querySelectorAll<SVGGElement>(".node[data-node]")) {
    const id = node.dataset.node ?? "";
    const name = id.slice(id.indexOf(":") + 1);
    if (id.startsWith("queue:")) show(node, isKnown ? queueWords({ node, name, isRead: isRead(picture, id) }, now.queues) : undefined);
    if (id.startsWith("exchange:")) show(node, isKnown ? exchangeWords(now.exchanges.get(name)) : undefined);
    if (id.startsWith("application:")) showHealth(node, now.services.get(name)?.state);
  }
}

interface Words {
  readonly text: string;
  /** In the place of `text` where that is wider than the node. */
  readonly short: string;
  /** The same in whole sentences. */
  readonly told: string;
  readonly tone?: "bad" | "doubtful";
}

interface QueueNode {
  readonly node: SVGGElement;
  readonly name: string;
  /** A document has a consumer for it. */
  readonly isRead: boolean;
}

function queueWords({ node, name, isRead }: QueueNode, queues: Now["queues"]): Words {
  const queue = queues.get(name);
  if (queue === undefined && name.includes("{instance}")) return plain("no instance", "no instance has it now");
  if (queue === undefined) return { ...plain("not there", "the broker does not have it"), tone: "doubtful" };
  const { ready, unacked, consumers, published, delivered, acked } = queue;
  const waiting = waitsOf(node).reduce((sum, delay) => sum + (queues.get(delay)?.ready ?? 0), 0);
  const parts: readonly (readonly [number, string, boolean])[] = [
    [ready, " ready", true],
    [unacked, " unacked", unacked > 0],
    [waiting, " waiting", waiting > 0],
    [consumers, consumers === 1 ? " consumer" : " consumers", isRead || consumers > 0],
  ];
  const shown = parts.filter(([, , isShown]) => isShown);
  const moving = published > 0 ? ` · ${rate(published)}/s` : "";
  return {
    text: `${shown.map(([figure, word]) => `${figure}${word}`).join(" · ")}${moving}`,
    short: `${shown.map(([figure, word]) => `${figure}${word.slice(0, 2)}`).join(" · ")}${moving}`,
    told: `${ready} ready, ${unacked} unacked, ${waiting} waiting for a retry, ${consumers} consumers; ${rate(published)} a second come, ${rate(delivered)} go out, ${rate(acked)} are acked`,
    ...toneOf(queue, isRead),
  };
}

const plain = (text: string, told: string): Words => ({ text, short: text, told });

/** What nobody is meant to read are dead letters: they want looking at. So does what nobody reads although somebody should. */
function toneOf({ ready, consumers }: QueueNow, isRead: boolean): Pick<Words, "tone"> {
  if (consumers > 0) return {};
  if (ready > 0) return { tone: "bad" };
  return isRead ? { tone: "doubtful" } : {};
}

const isRead = (picture: SVGSVGElement, id: string): boolean =>
  picture.querySelector(`.edge.consume[data-from="${CSS.escape(id)}"], .edge.reply[data-from="${CSS.escape(id)}"]`) !== null;

function exchangeWords(exchange: ExchangeNow | undefined): Words {
  if (exchange === undefined) return { ...plain("not there", "the broker does not have it"), tone: "doubtful" };
  const { published, routed } = exchange;
  return plain(`${rate(published)}/s`, `${rate(published)} a second come, ${rate(routed)} go to queues`);
}

/** The delay queues that the picture folds into this queue. */
const waitsOf = (node: SVGGElement): readonly string[] => JSON.parse(node.dataset.waits ?? "[]") as string[];

const rate = (perSecond: number): string => (perSecond === 0 || perSecond >= 10 ? String(Math.round(perSecond)) : perSecond.toFixed(1));

function show(node: SVGGElement, words: Words | undefined): void {
  const figures = node.querySelector<SVGTextElement>(".figures");
  if (figures === null) return;
  write(figures, node, words);
  for (const tone of ["bad", "doubtful"]) figures.classList.toggle(tone, words?.tone === tone);
  retitle(node, words?.told);
}

const written = new WeakMap<SVGTextElement, string>();

/** Measuring is dear: only what is new is measured. */
function write(figures: SVGTextElement, node: SVGGElement, words: Words | undefined): void {
  const text = words?.text ?? "";
  if (written.get(figures) === text) return;
  written.set(figures, text);
  figures.textContent = text;
  const room = node.querySelector("rect, path")?.getBoundingClientRect().width ?? 0;
  if (words !== undefined && figures.getBoundingClientRect().width > room - 8) figures.textContent = words.short;
}

/** A dot in the corner, and the same as words. */
function showHealth(node: SVGGElement, state: "ready" | "not ready" | "away" | undefined): void {
  const dot = node.querySelector(".health") ?? node.appendChild(document.createElementNS(svgSpace, "circle"));
  dot.setAttribute("class", `health ${state?.replace(" ", "-") ?? "unknown"}`);
  dot.setAttribute("cx", "9");
  dot.setAttribute("cy", "9");
  dot.setAttribute("r", "4");
  retitle(node, state === "away" ? "does not answer" : state);
}

const titles = new WeakMap<SVGGElement, string>();

function retitle(node: SVGGElement, told: string | undefined): void {
  const title = node.querySelector("title");
  if (title === null) return;
  const first = titles.get(node) ?? title.textContent;
  titles.set(node, first);
  title.textContent = told === undefined ? first : `${first}: ${told}`;
}
