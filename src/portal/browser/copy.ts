/** A button beside a listing that puts its text on the clipboard; where the browser allows none, the text is selected, to be copied by hand. */
export function addCopyButton(listing: HTMLElement): void {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "Copy";
  button.addEventListener("click", () => {
    navigator.clipboard.writeText(listing.textContent).then(
      () => tell(button, "Copied"),
      () => {
        getSelection()?.selectAllChildren(listing);
        tell(button, "Selected");
      },
    );
  });
  listing.before(button);
}

function tell(button: HTMLButtonElement, text: string): void {
  button.textContent = text;
  setTimeout(() => (button.textContent = "Copy"), 2000);
}
