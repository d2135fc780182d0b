/** What a script adds to a page of the docs. Every page is whole without it. */
for (const listing of document.querySelectorAll<HTMLElement>("pre[data-copy]")) addCopyButton(listing);

function addCopyButton(listing: HTMLElement): void {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "Copy";
  button.addEventListener("click", () => {
    void navigator.clipboard.writeText(listing.textContent).then(() => (button.textContent = "Copied"));
  });
  listing.before(button);
}
