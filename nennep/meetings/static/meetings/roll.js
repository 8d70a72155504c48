// The roll call made quicker: reasons are asked in a dialog. Without it every button still posts.

const list = document.getElementById("roll");
const dialog = document.getElementById("absence");

list?.addEventListener("click", (event) => {
  const button = event.target.closest('button[name="v"]');
  if (!button || !dialog?.showModal) return;
  event.preventDefault();
  const [number, seen] = button.value.split(".");
  dialog.querySelector("[data-name]").textContent = button.closest("li").querySelector(".title").textContent;
  dialog.querySelector('[name="number"]').value = number;
  dialog.querySelector('[name="seen"]').value = seen;
  for (const choice of dialog.querySelectorAll('[name="why"]')) choice.checked = false;
  dialog.showModal();
});
dialog?.querySelector('[name="close"]')?.addEventListener("click", () => dialog.close());
