import type { LetterRow, LettersAnswer } from "../../desk/answers.js";
import { Scroll } from "../scroll.js";
import { type Part, pageSize, type Selected } from "./dead-letters-state.js";

export interface LetterTableProps {
  readonly answer: LettersAnswer;
  readonly part: Part;
  readonly turn: (part: Part) => void;
  readonly selected: Selected;
  readonly setSelected: (selected: Selected) => void;
  readonly canChange: boolean;
  readonly onOpen: (id: string) => void;
}

/** Letters page by page. The selection holds over all pages. */
export function LetterTable({ answer: { rows, total, from }, part, turn, selected, setSelected, canChange, onOpen }: LetterTableProps) {
  const isWhole = rows.length > 0 && rows.every(({ id }) => selected.has(id));
  const choose = (chosen: readonly LetterRow[], on: boolean): void => {
    const others = [...selected].filter(([id]) => !chosen.some((row) => row.id === id));
    setSelected(new Map([...others, ...(on ? chosen.map(({ id, twins }) => [id, twins] as const) : [])]));
  };
  return (
    <>
      <Scroll label="Letters">
        <table>
          <caption>Letters in the order of the queue</caption>
          <Head canChange={canChange} isWhole={isWhole} onChoose={(on) => choose(rows, on)} />
          <tbody>
            {rows.map((row, at) => (
              <Row key={from + at} row={row} isSelected={selected.has(row.id)} choose={canChange ? choose : undefined} onOpen={onOpen} />
            ))}
          </tbody>
        </table>
      </Scroll>
      {total > pageSize && <Pages from={from} shown={rows.length} total={total} onTurn={(first) => turn({ ...part, from: first })} />}
    </>
  );
}

interface HeadProps {
  readonly canChange: boolean;
  readonly isWhole: boolean;
  readonly onChoose: (on: boolean) => void;
}

const titles = ["Message id", "Type", "Failed at (UTC)", "Failed in", "Why", "Schema", "Attempts", "Bytes"];

function Head({ canChange, isWhole, onChoose }: HeadProps) {
  return (
    <thead>
      <tr>
        {canChange && (
          <th scope="col">
            <input
              type="checkbox"
              aria-label="Select all of this page"
              checked={isWhole}
              onChange={({ currentTarget }) => onChoose(currentTarget.checked)}
            />
          </th>
        )}
        {titles.map((title) => (
          <th scope="col" key={title}>
            {title}
          </th>
        ))}
      </tr>
    </thead>
  );
}

interface PagesProps {
  readonly from: number;
  readonly shown: number;
  readonly total: number;
  readonly onTurn: (from: number) => void;
}

function Pages({ from, shown, total, onTurn }: PagesProps) {
  return (
    <nav class="row" aria-label="Pages of letters">
      <button type="button" disabled={from === 0} onClick={() => onTurn(Math.max(0, from - pageSize))}>
        Before
      </button>
      <span>
        {from + 1} to {from + shown} of {total}
      </span>
      <button type="button" disabled={from + shown >= total} onClick={() => onTurn(from + pageSize)}>
        After
      </button>
    </nav>
  );
}

interface RowProps {
  readonly row: LetterRow;
  readonly isSelected: boolean;
  readonly choose: ((chosen: readonly LetterRow[], on: boolean) => void) | undefined;
  readonly onOpen: (id: string) => void;
}

function Row({ row, isSelected, choose, onOpen }: RowProps) {
  const { id, twins, type, at, origin, words, accepted, attempts, bytes } = row;
  return (
    <tr>
      {choose !== undefined && (
        <td>
          <input
            type="checkbox"
            aria-label={`Select ${id}`}
            checked={isSelected}
            onChange={({ currentTarget }) => choose([row], currentTarget.checked)}
          />
        </td>
      )}
      <th scope="row">
        <button type="button" class="plain" onClick={() => onOpen(id)}>
          <code>{short(id, 60)}</code>
        </button>{" "}
        {twins > 1 && <span class="badge doubtful">{twins} of this id</span>}
      </th>
      <td>{short(type ?? "", 60)}</td>
      <td>{at !== undefined && <time dateTime={at}>{at.slice(0, 19).replace("T", " ")}</time>}</td>
      <td>{short(origin ?? "it does not say", 60)}</td>
      <td>{short(words, 120)}</td>
      <td>
        {accepted === undefined ? "" : <span class={`badge ${accepted ? "good" : "bad"}`}>{accepted ? "accepts it" : "refuses it"}</span>}
      </td>
      <td class="number">{attempts}</td>
      <td class="number">{bytes}</td>
    </tr>
  );
}

const short = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most)}…` : text);
