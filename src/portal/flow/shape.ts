/** What a layout is made of and what comes out of it: sizes, ends and places, no names. */

export interface Shape {
  readonly boxes: readonly Box[];
  /** Ends are indexes of boxes. */
  readonly lines: readonly Line[];
}

export interface Box extends Size {
  /** Index of the box that surrounds it. One that surrounds others takes the size that they need. */
  readonly within?: number;
  /** Something begins there, so it rather stands on the left. */
  readonly begins?: boolean;
  /** It has to stand at the left or right border. */
  readonly border?: "left" | "right";
}

export interface Line {
  readonly from: number;
  readonly to: number;
  readonly label?: Size;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** CSS pixels from the upper left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Boxes and lines in the order of the shape. */
export interface Layout extends Size {
  readonly boxes: readonly (Size & Point)[];
  readonly lines: readonly Course[];
}

/** The corners of a line from end to end, and the upper left corner of its label. */
export interface Course {
  readonly points: readonly Point[];
  readonly label?: Point;
}
