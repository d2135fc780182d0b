/** A button beside a picture that is larger than its frame: it makes all of it small enough to be seen at once. Not there where all is in sight. */
export function addWholePicture(picture: HTMLElement): void {
  const frame = picture.querySelector<HTMLElement>(".scroll");
  if (frame === null) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "whole-picture";
  button.textContent = "Whole picture";
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", () => button.setAttribute("aria-pressed", String(picture.classList.toggle("whole"))));
  frame.before(button);
  new ResizeObserver(() => {
    button.hidden =
      !picture.classList.contains("whole") && frame.scrollWidth <= frame.clientWidth && frame.scrollHeight <= frame.clientHeight;
  }).observe(frame);
}
