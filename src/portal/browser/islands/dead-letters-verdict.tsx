import type { VerdictAnswer } from "../../desk/answers.js";

/** What the contract says, fault by fault. */
export function VerdictNote({ verdict: { accepted, words, faults } }: { readonly verdict: VerdictAnswer }) {
  return (
    <div class={`note ${accepted ? "good" : "bad"}`} role="status">
      <p>{words}</p>
      {faults.length > 0 && (
        <ul>
          {faults.map(({ part, pointer, keyword, sentence, place }, at) => (
            <li key={at}>
              {part === "headers" && "header "}
              {pointer === "" ? "the whole" : <code>{pointer}</code>} {sentence} (<code>{keyword}</code>
              {place !== undefined && (
                <>
                  , <code>{place}</code>
                </>
              )}
              )
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
