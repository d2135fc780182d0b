/** Bodies and headers as text, with the places marked that a schema refuses. */
import { useMemo } from "preact/hooks";
import type { BodyAnswer, FaultAnswer } from "../../desk/answers.js";
import { Scroll } from "../scroll.js";
import { type JsonLine, jsonLines } from "./json-lines.js";

/** Longest text of one line; the rest is told by its length. */
const longest = 2_000;
const mostLines = 3_000;

export function BodyText({
  body: { kind, text, bytes, shown },
  faults,
}: {
  readonly body: BodyAnswer;
  readonly faults: readonly FaultAnswer[];
}) {
  return (
    <>
      {kind === "binary" && <p>It is no text in UTF-8; in hexadecimal:</p>}
      {bytes === 0 ? <p>It is empty.</p> : <JsonText text={text} faults={faults} />}
      {shown < bytes && (
        <p class="note plain">
          Shown are the first {shown} of {bytes} bytes.
        </p>
      )}
    </>
  );
}

export function JsonText({ text, faults }: { readonly text: string; readonly faults: readonly FaultAnswer[] }) {
  const lines = useMemo(() => jsonLines(text), [text]);
  if (lines === undefined) return <Plain text={text} />;
  return (
    <Scroll label="JSON">
      <pre class="json">
        {lines.slice(0, mostLines).map((line, at) => (
          <Line key={at} line={line} faults={faults.filter(({ pointer }) => pointer === line.pointer)} />
        ))}
      </pre>
      {lines.length > mostLines && <p class="note plain">{lines.length - mostLines} more lines are not shown here.</p>}
    </Scroll>
  );
}

const Plain = ({ text }: { readonly text: string }) => (
  <Scroll label="Text">
    <pre class="json">{text}</pre>
  </Scroll>
);

function Line({ line: { depth, text }, faults }: { readonly line: JsonLine; readonly faults: readonly FaultAnswer[] }) {
  const rest = text.length - longest;
  const shown = `${"  ".repeat(depth)}${rest > 0 ? `${text.slice(0, longest)}… ${rest} more characters` : text}\n`;
  if (faults.length === 0) return <>{shown}</>;
  return (
    <>
      <mark>{shown.trimEnd()}</mark>{" "}
      <span class="fault">← {faults.map(({ sentence, keyword }) => `${sentence} (${keyword})`).join("; ")}</span>
      {"\n"}
    </>
  );
}
