/** The timeline: one lane for each service, time from top to bottom, an arrow for each message from where it was sent to where it came. */

import type { Step } from "../../follow/answers.js";
import { Scroll } from "../scroll.js";
import { messageOf, outcomeOf } from "./follow-model.js";

/** `names`: from where on the messages are named; `right`: room for what is marked on the last lane. */
const size = { head: 44, row: 36, foot: 8, lane: 150, names: 90, left: 300, right: 110, dot: 6 };

export function Lanes({ steps }: { readonly steps: readonly Step[] }) {
  const lanes = [...new Set(steps.map(({ application }) => application))];
  const places = steps.map((step, at): Place => ({ x: xOf(lanes.indexOf(step.application)), y: size.head + size.row * (at + 0.5) }));
  const width = size.left + size.lane * lanes.length + size.right;
  const height = size.head + size.row * steps.length + size.foot;
  return (
    <Scroll label="Timeline">
      <svg
        class="lanes"
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label="Timeline; the table below says the same"
      >
        {lanes.map((lane, at) => (
          <Lane key={lane} name={lane} x={xOf(at)} height={height} />
        ))}
        {steps.map((step, at) => (
          <Arrow key={keyOf(step)} step={step} from={step.from === undefined ? undefined : places[step.from]} to={places[at]} />
        ))}
        {steps.map((step, at) => (
          <Dot key={keyOf(step)} step={step} place={places[at]} since={steps[0]?.at ?? step.at} />
        ))}
      </svg>
    </Scroll>
  );
}

interface Place {
  readonly x: number;
  readonly y: number;
}

export const keyOf = ({ application, number, event, at }: Step): string => `${application} ${number} ${event} ${at}`;

const xOf = (lane: number): number => size.left + size.lane * (lane + 0.5);

/** Group and application on a line each: names of neighbours do not run into each other. */
function Lane({ name, x, height }: { readonly name: string; readonly x: number; readonly height: number }) {
  const own = name.slice(name.lastIndexOf("/") + 1);
  const group = name.slice(0, name.length - own.length);
  return (
    <g class="lane">
      <text>
        <tspan class="group" x={x} y={13}>
          {shortened(group, mostOfName)}
        </tspan>
        <tspan class="name" x={x} y={28}>
          {shortened(own, mostOfName)}
        </tspan>
      </text>
      <line x1={x} y1={size.head - 8} x2={x} y2={height} />
    </g>
  );
}

function Arrow({ step, from, to }: { readonly step: Step; readonly from: Place | undefined; readonly to: Place | undefined }) {
  if (from === undefined || to === undefined) return null;
  const { tone } = outcomeOf(step);
  // To the same service: around the lane, so that it is not hidden by it.
  const bend = from.x === to.x ? `C ${from.x - 50} ${from.y} ${to.x - 50} ${to.y}` : "L";
  const side = Math.sign(to.x - from.x) || -1;
  const end = to.x - side * (size.dot + 2);
  return (
    <g class={`arrow ${tone}`}>
      <path d={`M ${from.x} ${from.y} ${bend} ${end} ${to.y}`} />
      <path class="tip" d={`M ${end} ${to.y} l ${-side * 7} -4 v 8 z`} />
    </g>
  );
}

interface DotProps {
  readonly step: Step;
  readonly place: Place | undefined;
  readonly since: number;
}

function Dot({ step, place, since }: DotProps) {
  if (place === undefined) return null;
  const { x, y } = place;
  const { tone, words } = outcomeOf(step);
  return (
    <g class={`step ${step.event} ${tone}`}>
      <title>{`${step.application} ${step.event} ${messageOf(step)}: ${words}`}</title>
      <text class="time" x={size.names - 12} y={y + 4}>
        {sinceFirst(step.at - since)}
      </text>
      <text x={size.names} y={y + 4}>
        {step.event} <tspan class="name">{shortened(messageOf(step))}</tspan>
      </text>
      <text class="operation" x={size.names} y={y + 17}>
        {shortened(step.names.operation?.text ?? step.operation ?? "")}
      </text>
      <circle cx={x} cy={y} r={size.dot} />
      {(tone === "bad" || tone === "doubtful") && (
        <text class="mark" x={x + 12} y={y + 4}>
          {shortened(words)}
        </text>
      )}
    </g>
  );
}

export const sinceFirst = (ms: number): string => (Math.abs(ms) < 10_000 ? `+${ms} ms` : `+${(ms / 1000).toFixed(1)} s`);

const mostLetters = 28;
/** What a lane has room for. */
const mostOfName = 18;

const shortened = (text: string, most = mostLetters): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
