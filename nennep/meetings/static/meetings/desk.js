// The keys of the desk (ux.md 6): Ctrl+K goes to the speaker, Alt+↓ to the next item.

document.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.ctrlKey && event.key.toLowerCase() === "k") {
    const speaker = document.querySelector("#opinion [role=combobox], #opinion select");
    if (speaker) { event.preventDefault(); speaker.focus(); }
  }
  if (event.altKey && event.key === "ArrowDown") {
    const next = document.querySelector('form[action$="/bat-dau/"] button');
    if (next) { event.preventDefault(); next.click(); }
  }
});
